import type { Delete, Effect, Write } from '../../model/effect.ts';

/** Clients that copy a file to storage or to another host, with the words that say so. */
const UPLOADS: ReadonlyMap<string, RegExp> = new Map([
  ['aws', /^s3:\/\/|^put-object$/],
  ['gsutil', /^gs:\/\//],
  ['gcloud', /^gs:\/\//],
  ['az', /^upload(?:-batch)?$/],
  ['azcopy', /^https:\/\//],
  ['s3cmd', /^s3:\/\//],
  ['s5cmd', /^s3:\/\//],
  ['rclone', /^(?:copy|copyto|sync|move|moveto)$/],
  ['mc', /^(?:cp|mv|mirror)$/],
  ['scp', /:/],
  ['rsync', /:/],
]);

/** What the system has put aside: it is written no more. */
const ROTATED = /(?:\.(?:gz|xz|zst|bz2)|\.\d{1,4}|-(?:\d|\*|\$)[\w.*:T${}-]{0,80})$/;

/** Whether a rotated file was copied to somewhere else before it was taken away, in the same command. */
export const isUploadedBefore = (effect: Effect & (Delete | Write), effects: readonly Effect[]): boolean => {
  if (effect.kind !== 'delete' || effect.recursive || !ROTATED.test(effect.path)) return false;
  for (const one of effects) {
    if (one === effect) return false;
    if (one.kind !== 'run' || one.pointer !== effect.pointer) continue;
    const words = UPLOADS.get(one.program);
    if (words !== undefined && one.args.some((arg) => words.test(arg)) && one.args.includes(effect.path)) return true;
  }
  return false;
};
