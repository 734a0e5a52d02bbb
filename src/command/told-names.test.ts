import assert from 'node:assert/strict';
import { test } from 'node:test';
import { givesValues, namesOnly } from './told-names.ts';

const NAMING = [
  ...[
    'name',
    'wide',
    'custom-columns=NAME:.metadata.name,NS:.metadata.namespace',
    'jsonpath={.items[*].metadata.name}',
  ],
  ...['jsonpath={range .items[?(@.type=="kubernetes.io/tls")]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}'],
  ...['jsonpath={.data.tls\\.crt}', "jsonpath={.data['ca.crt']}"],
];
for (const format of NAMING) test(`${format} gives no values`, () => assert.ok(!givesValues(format)));

const GIVING = [
  ...['json', 'yaml', 'jsonpath={.data}', 'jsonpath={.items[*]}', 'jsonpath={.data.tls\\.key}', 'jsonpath={..data}'],
  ...['jsonpath={.metadata.annotations}', 'jsonpath={.metadata.name}{.data.password}', 'jsonpath=', '$(…)'],
  ...['custom-columns=A:.metadata.name,B:.data.token', 'go-template={{.data}}', 'jsonpath={range .data}{@}{end}'],
];
for (const format of GIVING) test(`${format} gives values`, () => assert.ok(givesValues(format)));

const NAMES = [
  ...['.items[].metadata.name', '.items[] | .metadata.namespace + "/" + .metadata.name', '.items | length'],
  ...['.items[] | select(.metadata.creationTimestamp < "2026-01-01") | .metadata.name'],
  ...['.items[] | "\\(.metadata.namespace) \\(.metadata.name)"', '.items[]|[.metadata.name,.metadata.namespace]|@csv'],
  ...['.items[] | select(.type == "kubernetes.io/tls" and .data["tls.key"] != null) | .metadata.name'],
];
for (const filter of NAMES) test(`${filter} gives names`, () => assert.ok(namesOnly(filter)));

const MORE = [
  ...['.', '.items[]', '.items[].data', '.items[] | {metadata: {name: .data}} | .metadata.name', '.data | length, .'],
  ...['.items[] | .metadata.name = .data.token | .metadata.name', '.items[] | "\\(.data)"', '.items[] | .metadata'],
  ...['.items[] | .metadata.name, .data', '"\\(.metadata.name)\\(.data)"', '.items[] | select(.type) | .data | @csv'],
  ...[
    '.items[] | select((.metadata.name |= "x") and true) | .data',
    '.items[] | .metadata.name)',
    '.items[] | (.metadata.name',
  ],
  ...['.items[] | .data as $d | $d', '.items[].metadata.annotations', 'env | .metadata.name, env'],
  ...['.items[] | select(true), ({metadata: {name: .data}}) | .metadata.name'],
  ...['.items[] | select(.type == "("), ({metadata: {name: .data}}), (")") | .metadata.name'],
];
for (const filter of MORE) test(`${filter} may give more`, () => assert.ok(!namesOnly(filter)));
