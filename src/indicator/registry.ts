import type { Facts } from '../model/facts.ts';
import type { Indicator, Outcome } from '../model/indicator.ts';
import { actorAnonymous } from './actor/anonymous.ts';
import { actorAnonymousRefused } from './actor/anonymous-refused.ts';
import { actorImpersonation } from './actor/impersonation.ts';
import { actorPodIdentity } from './actor/pod-identity.ts';
import { commandClusterGrant } from './command/cluster-grant.ts';
import { commandCredentialAccess } from './command/credential-access.ts';
import { commandCredentialSend } from './command/credential-send.ts';
import { commandDecodeExecute } from './command/decode-execute.ts';
import { commandDestruction } from './command/destruction.ts';
import { commandDownloadClient } from './command/download-client.ts';
import { commandEvidenceRemoval } from './command/evidence-removal.ts';
import { commandHostCredentialRead } from './command/host-credential-read.ts';
import { commandHostEntry } from './command/host-entry.ts';
import { commandHostFileSend } from './command/host-file-send.ts';
import { commandHostMaintenance } from './command/host-maintenance.ts';
import { commandInlineInterpreter } from './command/inline-interpreter.ts';
import { commandInlineShell } from './command/inline-shell.ts';
import { commandInstallerScript } from './command/installer-script.ts';
import { commandKernelEscape } from './command/kernel-escape.ts';
import { commandListener } from './command/listener.ts';
import { commandMiner } from './command/miner.ts';
import { commandOffensiveTool } from './command/offensive-tool.ts';
import { commandOversized } from './command/oversized.ts';
import { commandPersistenceWrite } from './command/persistence-write.ts';
import { commandRemoteFetchExecute } from './command/remote-fetch-execute.ts';
import { commandReverseShell } from './command/reverse-shell.ts';
import { commandRuntimeClient } from './command/runtime-client.ts';
import { commandToolInstall } from './command/tool-install.ts';
import { commandTunnel } from './command/tunnel.ts';
import { commandUnseenContent } from './command/unseen-content.ts';
import { deliveryAuditIdReused } from './delivery/audit-id-reused.ts';
import { hostNamespaces } from './host/namespaces.ts';
import { hostNetwork } from './host/network.ts';
import { hostPathLog } from './host/path-log.ts';
import { hostPathOther } from './host/path-other.ts';
import { hostPathRoot } from './host/path-root.ts';
import { hostPathRootRead } from './host/path-root-read.ts';
import { hostPathSensitive } from './host/path-sensitive.ts';
import { hostPathSensitiveRead } from './host/path-sensitive-read.ts';
import { hostRuntimeSocket } from './host/runtime-socket.ts';
import { identityServiceAccountToken } from './identity/service-account-token.ts';
import { identityStrongServiceAccount } from './identity/strong-service-account.ts';
import { imageGeneralPurpose } from './image/general-purpose.ts';
import { imageMiner } from './image/miner.ts';
import { imageOffensiveTool } from './image/offensive-tool.ts';
import { imageUntaggedOrLatest } from './image/untagged-or-latest.ts';
import { placementSystemNamespace } from './placement/system-namespace.ts';
import { privilegeDangerousCapability } from './privilege/dangerous-capability.ts';
import { privilegeExtraCapability } from './privilege/extra-capability.ts';
import { privilegePrivileged } from './privilege/privileged.ts';
import { privilegeUnconfined } from './privilege/unconfined.ts';
import { requestBodyUnseen } from './request/body-unseen.ts';
import { requestBodyWithheld } from './request/body-withheld.ts';
import { requestCopyDiffers } from './request/copy-differs.ts';
import { requestCopyUnproven } from './request/copy-unproven.ts';
import { requestRemovedApiVersion } from './request/removed-api-version.ts';
import { scheduleEveryMinute } from './schedule/every-minute.ts';

/** Every indicator there is, by family. A file that is not listed here does not judge. */
export const INDICATORS: readonly Indicator[] = [
  imageGeneralPurpose,
  imageMiner,
  imageOffensiveTool,
  imageUntaggedOrLatest,
  commandClusterGrant,
  commandCredentialAccess,
  commandCredentialSend,
  commandDecodeExecute,
  commandDestruction,
  commandDownloadClient,
  commandEvidenceRemoval,
  commandHostCredentialRead,
  commandHostEntry,
  commandHostFileSend,
  commandHostMaintenance,
  commandInlineInterpreter,
  commandInlineShell,
  commandInstallerScript,
  commandKernelEscape,
  commandListener,
  commandMiner,
  commandOffensiveTool,
  commandOversized,
  commandPersistenceWrite,
  commandRemoteFetchExecute,
  commandReverseShell,
  commandRuntimeClient,
  commandToolInstall,
  commandTunnel,
  commandUnseenContent,
  hostNamespaces,
  hostNetwork,
  hostPathLog,
  hostPathOther,
  hostPathRootRead,
  hostPathRoot,
  hostPathSensitiveRead,
  hostPathSensitive,
  hostRuntimeSocket,
  privilegeDangerousCapability,
  privilegeExtraCapability,
  privilegePrivileged,
  privilegeUnconfined,
  identityServiceAccountToken,
  identityStrongServiceAccount,
  scheduleEveryMinute,
  placementSystemNamespace,
  actorAnonymousRefused,
  actorAnonymous,
  actorImpersonation,
  actorPodIdentity,
  requestBodyUnseen,
  requestBodyWithheld,
  requestCopyDiffers,
  requestCopyUnproven,
  requestRemovedApiVersion,
  deliveryAuditIdReused,
];

/** One outcome for each indicator, in the order of the list. */
export const assessAll = (facts: Facts): readonly Outcome[] => INDICATORS.map((indicator) => indicator.assess(facts));
