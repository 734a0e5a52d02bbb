import type { Call, Machine } from './machine.ts';
import { linesOf, runsTexts } from './run-texts.ts';
import { EMPTY, mapped, type Value } from './value.ts';

/** Where the tables of cron lie. In those that everybody has in common a user stands in front of the command. */
const TABLES: readonly string[] = ['/var/spool/cron/crontabs', '/var/spool/cron', '/etc/crontabs'];
const COMMON_TABLES: readonly string[] = ['/etc/cron.d'];

const FIELDS = '(?:@\\w{1,10}|(?:[\\d*,/A-Za-z-]{1,60}[ \\t]{1,20}){4}[\\d*,/A-Za-z-]{1,60})[ \\t]{1,20}';
const LINE = new RegExp(`^\\s{0,40}${FIELDS}(\\S.*)$`);
const COMMON_LINE = new RegExp(`^\\s{0,40}${FIELDS}[\\w-]{1,32}[ \\t]{1,20}(\\S.*)$`);

/** Runs the command of each line of a table. */
const runsTable = (machine: Machine, call: Call, table: Value, line: RegExp): void => {
  if (!table.known) return;
  const commands = linesOf(machine, call, table).flatMap((one) => {
    const command = line.exec(one.text)?.[1];
    return command === undefined ? [] : [mapped(one, command)];
  });
  runsTexts(machine, call, commands);
};

/** `crontab -`: the command behind the five fields of each line. */
export const scheduled = (machine: Machine, call: Call): Value | null => {
  const name = call.texts.find((text) => !text.startsWith('-'));
  const table = name === undefined ? call.input : machine.files.get(name);
  if (table === null || table === undefined || !table.known) return null;
  runsTable(machine, call, table, LINE);
  return EMPTY;
};

/** A cron that runs in the container: the tables that the command wrote, or the one that it is given. */
export const runsCron = (machine: Machine, call: Call): Value => {
  const { texts, program } = call;
  if (program === 'supercronic') {
    const table = machine.files.get(texts.findLast((text) => !text.startsWith('-')) ?? '');
    if (table !== undefined) runsTable(machine, call, table, LINE);
    return EMPTY;
  }
  const option = texts.indexOf('-c');
  const own = option < 0 ? TABLES : [texts[option + 1] ?? ''];
  for (const directory of own) {
    for (const table of machine.files.filesIn(directory)) runsTable(machine, call, table, LINE);
  }
  for (const directory of COMMON_TABLES) {
    for (const table of machine.files.filesIn(directory)) runsTable(machine, call, table, COMMON_LINE);
  }
  return EMPTY;
};
