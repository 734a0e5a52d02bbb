import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandHiddenProgram } from './hidden-program.ts';

indicatorTable(commandHiddenProgram, {
  fires: {
    'out of shared memory': runs('/dev/shm/a', '-c', '/dev/shm/b'),
    'behind a wrapper': script('nohup nice -n 19 /dev/shm/.a/b >/dev/null 2>&1 &'),
    'a hidden name': script('/tmp/.update --daemon'),
    'a directory of three dots': script('/root/.../sh -c "echo hello"'),
    'a directory of a display that is not there': script('cd / && /tmp/.X11-unix/a'),
    'a library that anybody may write': script('LD_PRELOAD=/tmp/a.so ls'),
    'a library beside another one': script('env LD_PRELOAD=libc.so.6:/dev/shm/a.so /bin/ls'),
  },
  staysSilent: {
    'data in shared memory': script('cp /data/model /dev/shm/model && /app/serve /dev/shm/model; ls /dev/shm/a'),
    'tools in a hidden directory': script('/tmp/.venv/bin/python job.py; /root/.local/bin/uv run a; ~/.cargo/bin/b'),
    'a hidden file that is read': script('cat /tmp/.env; . /tmp/.env'),
    'an allocator': script('LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 /app/serve'),
    'a program that was put together in the job': script('/tmp/build/tool --check'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
