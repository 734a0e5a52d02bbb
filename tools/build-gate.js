// Compiles the byte gate to WebAssembly and writes it as a TypeScript module. The result is committed, so a checkout
// and the package run without this step; a test compiles again and compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');

/** @returns {Promise<string>} the text of src/source/gate/wasm-bytes.ts */
export const compileGate = async () => {
  const text = readFileSync(join(root, 'src/source/gate/assembly/gate.ts'), 'utf8');
  let bytes;
  const { error, stderr } = await asc.main(
    [
      'gate.ts',
      '--outFile',
      'gate.wasm',
      '-O3',
      '--noAssert',
      '--enable',
      'simd',
      '--runtime',
      'stub',
      '--importMemory',
      '--memoryBase',
      '65536',
    ],
    {
      readFile: (name) => (name === 'gate.ts' ? text : null),
      writeFile: (name, data) => {
        if (name === 'gate.wasm') bytes = data;
      },
      listFiles: () => [],
    },
  );
  if (error || bytes === undefined) throw new Error(`the byte gate does not compile: ${stderr}`);
  const base64 = Buffer.from(bytes).toString('base64');
  return `// Made by tools/build-gate.js from assembly/gate.ts; do not edit.\nexport const GATE_WASM =\n  '${base64}';\n`;
};

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(root, 'src/source/gate/wasm-bytes.ts'), await compileGate());
}
