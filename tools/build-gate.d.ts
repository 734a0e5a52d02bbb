export function compileGate(): Promise<string>;
