import type { Effect, Run } from '../../model/effect.ts';
import { get, isObject, jsonIn, listAt, objectAt, textAt } from '../../model/json.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { domainOf } from '../kinship.ts';
import { optionOf } from '../options.ts';
import { quoted } from '../quote.ts';

/** A record of a zone that is set: what it is of, and where it leads. */
interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Characters of a document that are read, and entries of one list. */
const MOST_CHARACTERS = 20_000;
const MOST_ENTRIES = 100;

/** Of a batch of changes of Route 53, as text or as what a file held. */
const ofAws = (args: readonly string[]): readonly DnsRecord[] => {
  if (!args.includes('change-resource-record-sets')) return [];
  const batch = jsonIn(optionOf(args, '--change-batch') ?? optionOf(args, '--cli-input-json') ?? '', MOST_CHARACTERS);
  if (!isObject(batch)) return [];
  const changes = listAt(objectAt(batch, 'ChangeBatch') ?? batch, 'Changes').slice(0, MOST_ENTRIES);
  return changes.filter(isObject).flatMap((change) => {
    const set = objectAt(change, 'ResourceRecordSet');
    if (set === null || textAt(change, 'Action') === 'DELETE') return [];
    const [name, type] = [textAt(set, 'Name') ?? '', textAt(set, 'Type') ?? ''];
    return listAt(set, 'ResourceRecords')
      .slice(0, MOST_ENTRIES)
      .filter(isObject)
      .map((one) => ({ name, type, value: textAt(one, 'Value') ?? '' }));
  });
};

/** `dns record-sets update NAME --rrdatas=…`, `dns record-sets transaction add VALUE… --name=…`. */
const ofGoogle = (args: readonly string[]): readonly DnsRecord[] => {
  const at = args.indexOf('record-sets');
  if (at < 1 || args[at - 1] !== 'dns') return [];
  const type = optionOf(args, '--type') ?? '';
  const verb = args[at + 1] ?? '';
  if (verb === 'create' || verb === 'update')
    return (optionOf(args, '--rrdatas') ?? '')
      .split(',', MOST_ENTRIES)
      .map((value) => ({ name: args[at + 2] ?? '', type, value }));
  if (verb !== 'transaction' || args[at + 2] !== 'add') return [];
  const name = optionOf(args, '--name') ?? '';
  return args.slice(at + 3, at + MOST_ENTRIES).map((value) => ({ name, type, value }));
};

const ofAzure = (args: readonly string[]): readonly DnsRecord[] => {
  if (!args.includes('record-set') || !args.includes('mx') || !args.some((arg) => /^(?:add-record|create)$/.test(arg)))
    return [];
  const name = optionOf(args, '--zone-name') ?? optionOf(args, '-z') ?? '';
  return [{ name, type: 'MX', value: optionOf(args, '--exchange') ?? optionOf(args, '-e') ?? '' }];
};

/** The record that an address of such an interface itself names. */
const IN_ADDRESS = /\/domains\/([^/\s]{3,253})\/records(?:\/([A-Za-z]{1,8}))?/;

/** A body of a request to the interface of a name service. */
const ofRequest = ({ program, args }: Run): readonly DnsRecord[] => {
  const address =
    program === 'curl' ? args.find((arg) => IN_ADDRESS.test(arg) || /\/dns_records\b/.test(arg)) : undefined;
  if (address === undefined) return [];
  const [, zone = '', kind = ''] = IN_ADDRESS.exec(address) ?? [];
  return args.flatMap((arg) => {
    const body = jsonIn(arg, MOST_CHARACTERS);
    const all = Array.isArray(body) ? body.slice(0, MOST_ENTRIES) : [body];
    return all.filter(isObject).map((one) => {
      const name = textAt(one, 'name') ?? '';
      const value = String(get(one, 'content') ?? get(one, 'data') ?? get(one, 'value'));
      return { name: name.includes('.') ? name : zone, type: textAt(one, 'type') ?? kind, value };
    });
  });
};

const recordsOf = (effect: Run): readonly DnsRecord[] => {
  switch (effect.program) {
    case 'aws':
      return ofAws(effect.args);
    case 'gcloud':
      return ofGoogle(effect.args);
    case 'az':
      return ofAzure(effect.args);
    default:
      return ofRequest(effect);
  }
};

/** Houses that take in mail for others. */
const MAIL_HOUSES =
  /(?:^|\.)(?:google|googlemail|outlook|office365|amazonaws|amazonses|mailgun|sendgrid|zoho|zohomail|mimecast|pphosted|ppe-hosted|messagelabs|barracudanetworks|messagingengine|protonmail|icloud|forwardemail|improvmx|postmarkapp|sparkpostmail|migadu|ovh|gandi|yandex|cloudflare|registrar-servers|secureserver|hornetsecurity|antispameurope|trendmicro|sophos|iphmx|mailchannels|mailprotector|emailsrvr|ionos|kundenserver|hostinger|titan|rackspace)\.(?:[a-z]{2,6}|co\.[a-z]{2})$/i;

/** The host to which mail goes that no house of mail has, and whose name is none of the domain. */
const strangerIn = ({ name, type, value }: DnsRecord): string | undefined => {
  if (type.toUpperCase() !== 'MX') return undefined;
  const host = value
    .trim()
    .replace(/^\d{1,5}\s{1,8}/, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const zone = name.replace(/\.$/, '').toLowerCase();
  if (!/^(?:[a-z0-9_-]{1,63}\.){1,8}[a-z0-9-]{2,24}$/.test(host) || MAIL_HOUSES.test(host)) return undefined;
  // Whose zone it is has to be told, too.
  if (!/^(?:[a-z0-9_-]{1,63}\.){1,8}[a-z]{2,24}$/.test(zone) || domainOf(zone) === domainOf(host)) return undefined;
  const own = domainOf(zone).split('.', 1)[0] ?? '';
  return own.length >= 4 && host.includes(own) ? undefined : host;
};

const isClient = (effect: Effect): effect is Effect & Run =>
  effect.kind === 'run' &&
  (effect.program === 'aws' || effect.program === 'gcloud' || effect.program === 'az' || effect.program === 'curl');

/** Servers of a cloud or of a house of names, to which a domain is moved. */
const NAME_HOUSES =
  /(?:^|\.)(?:awsdns-\d{1,3}|azure-dns|googledomains|google|cloudflare|nsone|ultradns|akam|akamai|dnsimple|digitalocean|hetzner|linode|gandi|ovh|dynect|dnsmadeeasy|registrar-servers|domaincontrol|he)\.[a-z.]{2,8}$/i;

/** `route53domains update-domain-nameservers`: whoever has the servers has all of the domain. */
const movesDomain = ({ program, args }: Run): string | undefined => {
  if (program !== 'aws' || !args.includes('update-domain-nameservers')) return undefined;
  const domain = domainOf(optionOf(args, '--domain-name') ?? '');
  return args
    .flatMap((arg) =>
      arg.length < 2000 ? [...arg.matchAll(/Name["']?\s{0,4}[=:]\s{0,4}["']?([a-z0-9.-]{4,253})/gi)] : [],
    )
    .map(([, host = '']) => host.replace(/\.$/, ''))
    .find((host) => host.includes('.') && !NAME_HOUSES.test(host) && domainOf(host) !== domain);
};

export const commandMailTakeover = defineIndicator({
  id: 'command.mail-takeover',
  title: 'Leads the mail or the names of a domain to a stranger',
  attack: ['T1053.007', 'T1584.002', 'T1557'],
  severity: 'high',
  why: 'Whoever gets the mail of a domain gets its passwords anew and its certificates. It takes one record, and nothing breaks at once.',
  falsePositives: ['A move to another house of mail that is done by a job'],
  references: ['https://attack.mitre.org/techniques/T1584/002/'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => {
    const calls = effects.filter(isClient);
    if (calls.length === 0) return [];
    return fromEffects(calls, (effect) => {
      const moved = movesDomain(effect);
      if (moved !== undefined) return `gives the names of a domain to ${quoted(moved)}`;
      const record = recordsOf(effect).find((one) => strangerIn(one) !== undefined);
      return record !== undefined && `leads the mail of ${quoted(record.name)} to ${quoted(strangerIn(record) ?? '')}`;
    });
  },
});
