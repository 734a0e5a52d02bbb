import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandMemoryDump } from './memory-dump.ts';

indicatorTable(commandMemoryDump, {
  fires: {
    'what another process reads and writes': script('strace -f -e trace=read,write -p $(pgrep -o sshd) -o /tmp/a'),
    'a process that is searched for': script('gcore -o /tmp/d $(pgrep -n kube-apiserver)'),
    'through the debugger': runs('gdb', '--batch', '-p', '4711', '-ex', 'generate-core-file /tmp/d'),
    'through its file': script(
      'for p in $(pgrep sshd); do dd if=/proc/$p/mem of=/tmp/$p bs=4096 skip=99 count=9; done',
    ),
  },
  staysSilent: {
    'the calls of a process that are counted': script('strace -c -f -p 17'),
    'a program that is debugged from its start': runs('gdb', '--args', '/app/server'),
    'how much memory there is': script('cat /proc/meminfo; cat /proc/self/status'),
    'the heap of Java': script('jcmd 1 GC.heap_dump /dumps/a.hprof'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
