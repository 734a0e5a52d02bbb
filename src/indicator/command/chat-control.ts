import { isOutside, isPublicAddress } from '../../command/network.ts';
import type { Code, Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** Libraries that bring what people write to each other. */
const CHAT =
  /(?:^|[\s;])(?:import|from)\s{1,4}(?:discord|nextcord|telebot|telegram|aiogram|pyrogram|telethon|slack_sdk|slack_bolt|slackclient|irc|matrix_client|nio|praw|mastodon|tweepy)\b|require\(\s{0,4}['"](?:discord\.js|telegraf|node-telegram-bot-api|@slack\/bolt|@slack\/socket-mode|irc-framework|irc|matrix-js-sdk)['"]|\bfrom\s{1,4}['"](?:discord\.js|telegraf|node-telegram-bot-api|@slack\/bolt)['"]/;
/** Libraries that bring what somebody put into a queue. */
const QUEUE =
  /(?:^|[\s;])(?:import|from)\s{1,4}(?:redis|paho|pika|stomp|nats|zmq|kafka|pymongo)\b|require\(\s{0,4}['"](?:redis|ioredis|mqtt|amqplib|nats|zeromq|kafkajs)['"]/;
const ADDRESS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;
/** The address of a queue or a database as one word, with its host; those that a cloud keeps are as a rule of who pays for the cluster. */
const SERVER =
  /\b(?:rediss?|amqps?|mqtts?|nats|tls|stomp|mongodb(?:\+srv)?):\/\/(?:[^@\s'"/]{0,200}@)?([a-z\d][\w.-]{2,253})/gi;
const MANAGED = /\.(?:amazonaws\.com|azure\.com|windows\.net|googleapis\.com|mongodb\.net)$/i;
const isOutsideServer = (code: string): boolean =>
  [...code.matchAll(SERVER)].slice(0, 20).some(([, host = '']) => isOutside(host) && !MANAGED.test(host));
/** Characters of code that are looked at. */
const MOST_CHARACTERS = 50_000;

/** Whose words a program takes, as the rest of a sentence. */
const obeys = ({ text }: Code): string | null => {
  const code = text.slice(0, MOST_CHARACTERS);
  if (CHAT.test(code)) return 'runs what somebody writes in a chat';
  return QUEUE.test(code) && (isOutsideServer(code) || (code.match(ADDRESS) ?? []).slice(0, 50).some(isPublicAddress))
    ? 'runs what a server of the internet has in its queue'
    : null;
};

/** Hands a value of its code to a shell that neither the code nor the log holds. */
const runsUnknown = (effect: Effect): boolean => effect.kind === 'unresolved' && effect.isOfCode === true;

export const commandChatControl = defineIndicator({
  id: 'command.chat-control',
  title: 'Runs commands that come from a chat or a queue outside',
  attack: ['T1053.007', 'T1102.002', 'T1059.004'],
  severity: 'high',
  why: 'Everybody may reach a chat, so that nobody sees who commands; a bot that does fixed things needs no shell for words.',
  falsePositives: ['Bots of a team that hand words to a shell on purpose'],
  references: ['https://attack.mitre.org/techniques/T1102/002/'],
  needs: ['effects'],
  kinds: ['code', 'unresolved'],
  evaluate: ({ effects }) => {
    const running = new Set(effects.filter(runsUnknown).map(({ pointer }) => pointer));
    if (running.size === 0) return [];
    return fromEffects(effects, (effect) => effect.kind === 'code' && running.has(effect.pointer) && obeys(effect));
  },
});
