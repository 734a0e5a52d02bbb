import type { Row } from '../value.ts';
import { aksAuditRow, azureDiagnosticsRow } from './aks.ts';
import { eksRow, gkeRow } from './connectors.ts';
import type { SeenEvent } from './seen.ts';

/** What an event is in a table: a row, nothing because the table leaves such events out, or nothing that it could hold. */
export type Presented =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'left-out' }
  | { readonly kind: 'not-presentable' };

const presented = (row: Row | null, otherwise: 'left-out' | 'not-presentable'): Presented =>
  row === null ? { kind: otherwise } : { kind: 'row', row };

/** The event as a row of the table, whatever it arrived in. */
export const present = (table: string, seen: SeenEvent): Presented => {
  switch (table) {
    case 'AzureDiagnostics':
      return presented(azureDiagnosticsRow(seen), 'not-presentable');
    case 'AKSAudit':
    case 'AKSAuditAdmin':
      return presented(aksAuditRow(seen, table), 'left-out');
    case 'AWSEKSLogs_CL':
      return presented(eksRow(seen), 'not-presentable');
    case 'GKEAuditLogs_CL':
      return presented(gkeRow(seen), 'not-presentable');
    default:
      return { kind: 'not-presentable' };
  }
};
