import { defineIndicator } from '../define.ts';
import { DECODING_CODE, isDecode } from '../text/acts.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';
import { flowOf, runsData } from '../text/flow.ts';

/** A call that runs text, with the decoding inside its own argument or anywhere in code that evaluates. */
const EVALUATES = /(?<![.\w])(?:exec|eval|execfile|compile)\s{0,8}\(|(?:^|[\s;'"{])eval[\s{]|new Function\(/;
const STARTS_DECODED =
  /\b(?:os\.system|os\.popen|popen|Popen|run|call|check_output|check_call|shell_exec|system|passthru|exec|execSync|spawn)\s{0,8}\([^;\n]{0,120}(?:b64decode|b32decode|decode_base64|decode64|base64_decode|unhexlify|fromhex|\batob|["']base64["'])/;

const WRITES_DECODED =
  /\bwrite\w{0,8}\s{0,8}\([^;\n]{0,80}(?:b64decode|b32decode|decode_base64|decode64|base64_decode|unhexlify|fromhex)/;
const STARTS = /\b(?:os\.system|os\.popen|os\.exec\w{1,3}|subprocess|child_process|shell_exec|system)\b/;

const decodesAndRuns = (code: string): boolean =>
  (DECODING_CODE.test(code) && EVALUATES.test(code)) ||
  STARTS_DECODED.test(code) ||
  (WRITES_DECODED.test(code) && STARTS.test(code));

export const commandDecodeExecute = defineIndicator({
  id: 'command.decode-execute',
  title: 'Decodes text and runs it',
  attack: ['T1053.007', 'T1140', 'T1027', 'T1059.004'],
  severity: 'high',
  why: 'Text is encoded so that neither people nor rules read it; nothing that is meant to be read is run this way.',
  falsePositives: ['Scripts passed through tools that cannot quote'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) => {
      if (understood.acts.some(isDecode)) {
        const flow = flowOf(understood, isDecode);
        for (const act of understood.acts) {
          if (act.code !== null) continue;
          const run = runsData(act, flow, understood.actOf);
          if (run !== null) return { act, does: 'decodes text and runs it' };
        }
      }
      return firstAct(
        understood,
        ({ code, ran }) =>
          (code !== null && decodesAndRuns(code) && 'runs code that decodes code and runs it') ||
          (/^(?:pwsh|powershell)/.test(ran.program) &&
            ran.args.some((arg) => /^-e(?:nc|ncodedcommand|c)?$/i.test(arg)) &&
            'runs an encoded PowerShell command'),
      );
    }),
});
