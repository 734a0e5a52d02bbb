import { isOutside } from '../../command/network.ts';
import type { Code, Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Code that sends mail, that puts files into one, and that takes every file which it finds. */
const MAILS = /\bsmtplib\b|\bnodemailer\b|\bPHPMailer\b|\bNet::SMTP\b|\baiosmtplib\b/;
const ATTACHES = /\badd_attachment\b|\bMIME(?:Base|Application)\b|\battachments\s{0,4}:|\baddAttachment\b|\badd_file\b/;
const TAKES_EACH =
  /\bglob\s{0,4}\(|\brglob\s{0,4}\(|\biterdir\s{0,4}\(|\bos\.(?:walk|listdir|scandir)\b|\breaddir(?:Sync)?\s{0,4}\(|\bDir\.glob\b|\bglobSync\b/;
const ADDRESS = /[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,6}[a-z]{2,24})\b/gi;
/** Relays that are an account of whoever pays for it, and take mail for its domains alone. */
const RELAYS =
  /(?:^|\.)(?:amazonaws\.com|sendgrid\.net|office365\.com|outlook\.com|mailgun\.org|mailjet\.com|postmarkapp\.com|sparkpostmail\.com|smtp-relay\.gmail\.com|brevo\.com|mandrillapp\.com|azurecomm\.net)$/i;
const MOST_CHARACTERS = 50_000;
const MOST_ADDRESSES = 20;

const domainOf = (host: string): string => host.toLowerCase().split('.').slice(-2).join('.');

/** A relay outside that belongs to none of those who write or get the mail. */
const strangeRelay = (code: Code & Effect, effects: readonly Effect[]): string | undefined => {
  const domains = new Set(
    [...code.text.slice(0, MOST_CHARACTERS).matchAll(ADDRESS)]
      .slice(0, MOST_ADDRESSES)
      .map(([, one = '']) => domainOf(one)),
  );
  // One alone is written to by its own: whoever gets the mail is not known.
  if (domains.size < 2) return undefined;
  return effects
    .flatMap((one) => (one.kind === 'connect' && one.pointer === code.pointer ? [one.to.replace(/:\d{1,5}$/, '')] : []))
    .find((host) => host.includes('.') && isOutside(host) && !RELAYS.test(host) && !domains.has(domainOf(host)));
};

export const commandFilesMailed = defineIndicator({
  id: 'command.files-mailed',
  title: 'Mails every file that it finds through a relay of strangers',
  attack: ['T1053.007', 'T1048', 'T1020'],
  severity: 'medium',
  why: 'Reports go to those who asked for them through the own relay. A relay that belongs neither to the sender nor to the one who gets the mail is there for what the own one would stop or keep.',
  falsePositives: ['Relays of a provider that is not among the known ones'],
  references: ['https://attack.mitre.org/techniques/T1048/'],
  needs: ['effects'],
  kinds: ['code', 'connect'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'code' || !MAILS.test(effect.text)) return null;
      if (!ATTACHES.test(effect.text) || !TAKES_EACH.test(effect.text)) return null;
      const relay = strangeRelay(effect, effects);
      return relay !== undefined && `mails every file that it finds through ${quoted(relay)}`;
    }),
});
