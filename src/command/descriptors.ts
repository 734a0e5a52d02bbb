import type { HereDoc, Redirection as RedirectionNode } from 'unbash';
import type { Effect } from '../model/effect.ts';
import { WORK } from './budget.ts';
import { isFile } from './file-names.ts';
import { type Call, type Redirection, type Scope, takesOutput } from './machine.ts';
import { NETWORK_DEVICE } from './network.ts';
import { readsOfFile } from './reads.ts';
import { shownOf } from './shown.ts';
import { PROCESS, type Substitutions } from './substitutions.ts';
import { concat, EMPTY, literal, mapped, union, unknown, type Value, withOrigins } from './value.ts';
import type { NodeOf, Walk } from './walk.ts';
import { textOf, textOfParts } from './words.ts';
import { writesFile } from './writes.ts';

/** Redirects of one command that are read: the last, since each takes the place of those before. */
const MOST_REDIRECTS = 64;
/** Characters of output that cost nothing beside the command. */
const FEW_CHARACTERS = 2000;
/** Where a command opens a connection by itself, it says which descriptor that is: the shell calls it this. */
const OWN_DEVICE = 12;
const NO_REDIRECTS: readonly Redirection[] = [];

/** What commands read and where they write: redirects, here-documents, and descriptors that stay open. */
export class Descriptors {
  private readonly machine: Walk;
  private readonly substitutions: Substitutions;
  /** Descriptors that were opened on the network, for good. */
  private readonly devices = new Set<number>();
  /** Files behind descriptors that were opened for writing. */
  private readonly outputs = new Map<number, string>();
  /** How much of an input commands have read that share it. */
  private readonly cursors = new WeakMap<Value, number>();

  constructor(machine: Walk, substitutions: Substitutions) {
    this.machine = machine;
    this.substitutions = substitutions;
  }

  /** The redirects of a command, with their targets resolved. */
  redirectsOf(nodes: readonly RedirectionNode[], scope: Scope): readonly Redirection[] {
    if (nodes.length === 0) return NO_REDIRECTS;
    const resolver = this.machine.resolver(scope);
    const read = nodes.length > MOST_REDIRECTS ? nodes.slice(-MOST_REDIRECTS) : nodes;
    if (read.length < nodes.length) this.machine.cut({ scope, shown: '' });
    return read.flatMap((node) => {
      if (!this.machine.spend(WORK.word)) return [];
      if (node.type === 'HereDoc' || node.target === undefined) return [];
      const fd = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : null;
      const variable = node.descriptor?.type === 'FileDescriptorVariable' ? node.descriptor.name : null;
      const named = variable === null ? null : 9;
      if (variable !== null) this.machine.assign(variable, literal('9'));
      return [
        { fd: fd ?? named, op: node.operator === '>|' ? '>' : node.operator, target: textOf(node.target, resolver) },
      ];
    });
  }

  /**
   * What comes in: the last of a pipe, a file, a here-string, a here-document. Where `reader` is set the shell itself reads the
   * file; a program says what it reads.
   */
  inputOf(
    redirects: readonly Redirection[],
    nodes: readonly RedirectionNode[],
    scope: Scope,
    piped: Value | null,
    reader: Pick<Call, 'scope' | 'shown'> | null = null,
  ): Value | null {
    let input = piped;
    for (const redirect of redirects) {
      const { op, target, fd } = redirect;
      if (op === '<<<') {
        const text = concat(target, literal('\n'));
        if ((fd ?? 0) === 0) input = text;
        else this.machine.files.set(`/dev/fd/${fd}`, text);
      } else if (op === '<') {
        const held = this.machine.files.get(target.text) ?? this.fromFile(target, reader);
        if ((fd ?? 0) === 0) input = held;
        else this.machine.files.set(`/dev/fd/${fd}`, held);
      } else if ((op === '>' || op === '>>') && (fd ?? 0) > 2) this.outputs.set(fd ?? 0, target.text);
      else if (op === '<&' && !this.isOnDevice(redirect) && /^\d{1,3}$/.test(target.text))
        input = this.machine.files.get(`/dev/fd/${target.text}`) ?? input;
      else if (op === '<&' && this.isOnDevice(redirect))
        input = unknown([this.machine.emit({ kind: 'connect', to: '/dev/tcp', binds: null }, { scope, shown: '' })]);
      if ((op === '<' || op === '<>') && NETWORK_DEVICE.test(target.text)) {
        input = unknown([this.machine.emit({ kind: 'connect', to: target.text, binds: null }, { scope, shown: '' })]);
      }
    }
    for (const node of nodes) {
      if (node.type !== 'HereDoc') continue;
      const text = this.heredoc(node, scope);
      const fd = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : 0;
      if (fd === 0) input = text;
      else this.machine.files.set(`/dev/fd/${fd}`, text);
    }
    return input;
  }

  private fromFile({ text, origins }: Value, reader: Pick<Call, 'scope' | 'shown'> | null): Value {
    const reads = reader === null ? [] : readsOfFile(this.machine, text, reader);
    return withOrigins(unknown(), reads.length === 0 ? origins : union(origins, reads));
  }

  private heredoc({ body, operator }: HereDoc, scope: Scope): Value {
    const value = body.parts === undefined ? literal(body.text) : textOfParts(body.parts, this.machine.resolver(scope));
    return operator === '<<-' ? mapped(value, value.text.replaceAll(/^\t+/gm, '')) : value;
  }

  /** Where the output goes; what is left of it for the pipe. */
  written(redirects: readonly Redirection[], out: Value, at: Pick<Call, 'scope' | 'shown'>): Value {
    if (redirects.length === 0) return out;
    let left = out;
    for (const { fd, op, target: given } of redirects) {
      const opened = op === '>&' ? this.outputs.get(Number(given.text)) : undefined;
      const target = opened === undefined ? given : literal(opened);
      if (fd === 2 || !(op === '>' || op === '>>' || op === '&>' || op === '&>>' || op === '<>' || op === '>&'))
        continue;
      if (op === '>&' && /^(?:\d+-?|-)$/.test(target.text)) continue;
      if (op !== '<>') left = EMPTY;
      if (target.text.startsWith(PROCESS)) {
        this.substitutions.intoProcess(target.text, out, at.scope);
        continue;
      }
      const before =
        op === '>>' || op === '&>>' || opened !== undefined ? this.machine.files.get(target.text) : undefined;
      if (!isFile(target.text)) continue;
      // A text that is put together is copied when it is looked at.
      if (out.text.length > FEW_CHARACTERS && !this.machine.spend(out.text.length * WORK.character)) {
        this.machine.cut(at);
        this.machine.files.set(target.text, mapped(out, null));
        continue;
      }
      const value = before === undefined ? out : concat(before, out);
      this.machine.files.set(target.text, value);
      writesFile(this.machine, at, target.text, out.text, out.origins);
    }
    return left;
  }

  /** Runs a group, a loop or a function whose input or output goes elsewhere. */
  redirected(node: NodeOf<'Redirected'>, scope: Scope, input: Value | null): Value {
    const redirects = this.redirectsOf(node.redirects, scope);
    const shown = shownOf(scope, node.end);
    const at = { scope, shown };
    const onDevice = redirects.some((one) => this.isOnDevice(one));
    const joined = this.inputOf(redirects, node.redirects, scope, input, at);
    const fed = onDevice ? withOrigins(joined ?? unknown(), [this.connection(redirects, at)]) : joined;
    const isTaken = scope.isTaken === true || redirects.some(takesOutput);
    const out = this.machine.node(
      node.command,
      { ...scope, from: node.pos, onDevice: scope.onDevice || onDevice, isTaken },
      fed,
    );
    return this.written(redirects, out, at);
  }

  /** `exec 5<>/dev/tcp/…` opens a descriptor for the rest of the script. */
  openDevices(redirects: readonly Redirection[], at: Pick<Call, 'scope' | 'shown'>): void {
    for (const redirect of redirects) {
      if (!this.isOnDevice(redirect)) continue;
      this.connection([redirect], at);
      this.devices.add(redirect.fd ?? (redirect.op.startsWith('<') ? 0 : 1));
    }
  }

  /** What is written to this descriptor goes to a path from now on. */
  leads(descriptor: number, path: string): void {
    this.outputs.set(descriptor, path);
  }

  /** A descriptor that a command opened on the network by itself; its number. */
  openDevice(to: string, at: Pick<Call, 'scope' | 'shown'>): number {
    this.machine.emit({ kind: 'connect', to, binds: null }, at);
    this.devices.add(OWN_DEVICE);
    return OWN_DEVICE;
  }

  /** Says what a command is joined with over the network. */
  connection(redirects: readonly Redirection[], at: Pick<Call, 'scope' | 'shown'>): Effect {
    const target = redirects.find(({ target }) => NETWORK_DEVICE.test(target.text))?.target.text;
    return this.machine.emit({ kind: 'connect', to: target ?? '/dev/tcp', binds: null }, at);
  }

  /** Whether a redirect joins with the network, by its path or by a descriptor that was opened on it. */
  isOnDevice({ fd, op, target }: Redirection): boolean {
    if (NETWORK_DEVICE.test(target.text)) return true;
    const number = /^\d{1,3}-?$/.test(target.text) ? Number.parseInt(target.text, 10) : null;
    return number !== null && (op === '<&' || op === '>&') && this.devices.has(number) && fd !== 2;
  }

  /** Whether the standard input was opened on the network, for good. */
  get isInputOnDevice(): boolean {
    return this.devices.has(0);
  }

  /** Whether a descriptor was opened for writing to a file. */
  isOutput(descriptor: number): boolean {
    return this.outputs.has(descriptor);
  }

  /** An input as the next command finds it that takes all of it. */
  leftOf(input: Value | null): Value | null {
    return input === null || !this.cursors.has(input) ? input : mapped(input, this.restOf(input));
  }

  /** What is left to read of an input that commands share. */
  restOf(input: Value): string {
    return input.text.slice(this.cursors.get(input) ?? 0);
  }

  advance(input: Value, characters: number): void {
    this.cursors.set(input, (this.cursors.get(input) ?? 0) + characters);
  }
}
