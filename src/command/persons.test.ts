import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takesPersons } from './persons.ts';

const TAKES = [
  'select email, phone from customers',
  'SELECT c.full_name, c.iban FROM crm.c AS c ORDER BY 1',
  'select * from "users"',
  'select * from shop.customers',
  'copy patients to stdout csv',
  "\\copy members to '/tmp/m' csv",
  'select\n  date_of_birth,\n  ssn\nfrom\n  t',
];
const LEAVES = [
  'select email from customers',
  'select email, phone from leads where day = current_date',
  'select count(email), max(phone) from customers',
  'select email, phone from customers limit 5',
  'select * from orders',
  "copy orders to '/tmp/o'",
  'copy customers from stdin',
  'delete from users',
  '',
];

for (const statement of TAKES) {
  test(`takes all rows about persons: ${statement}`, () => assert.ok(takesPersons(statement)));
}
for (const statement of LEAVES) {
  test(`takes none, one column, a choice or a number: ${statement}`, () => assert.ok(!takesPersons(statement)));
}

/** The longest statement that is looked at. */
const LONGEST = 8000;
for (const piece of ['select email, ', 'select a from b ', 'copy a to ', 'email ', '\\copy x ', 'select ', ' ']) {
  test(`a long statement of ${JSON.stringify(piece)} is looked at in milliseconds`, () => {
    const text = `select ${piece.repeat(LONGEST)}`.slice(0, LONGEST);
    const times = [1, 2, 3].map(() => {
      const start = process.cpuUsage();
      takesPersons(text);
      return process.cpuUsage(start).user / 1000;
    });
    assert.ok(Math.min(...times) < 25, `${Math.min(...times)} ms`);
  });
}
