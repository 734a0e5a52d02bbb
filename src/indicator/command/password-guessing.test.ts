import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandPasswordGuessing } from './password-guessing.ts';

indicatorTable(commandPasswordGuessing, {
  fires: {
    'each password of a list': script(
      'for p in $(cat /l/pass); do sshpass -p $p ssh -o StrictHostKeyChecking=no root@10.0.0.5 id && break; done',
    ),
    'each line of a list': script('while read -r p; do sshpass -p "$p" ssh root@10.0.0.5 id; done < /l/pass'),
    'names and passwords of a list': script(
      'for l in $(cat /l/pairs); do sshpass -p $(echo $l | cut -d: -f2) ssh -o StrictHostKeyChecking=no $(echo $l | cut -d: -f1)@10.0.0.5; done',
    ),
    'lists for many hosts': runs('hydra', '-L', '/l/users', '-P', '/l/pass', '-M', '/l/hosts', 'ssh'),
    'as the entrypoint of an image': passes(
      'example.com/tools/hydra:9',
      '-l',
      'root',
      '-P',
      '/l/pass',
      'ssh://db.prod',
    ),
    'a script of Python': script('python3 crowbar.py -b sshkey -s 10.0.0.0/24 -U users -k /keys'),
    'another module after a word': runs('medusa', 'start', '-H', '/l/hosts', '-u', 'root', '-P', '/l/p', '-M', 'ssh'),
    'after its installation': script('apt-get install -y medusa && medusa -h db.prod -U u -P p -M postgres'),
  },
  staysSilent: {
    'hosts with one password': script('for h in $(cat /l/hosts); do sshpass -p "$PASS" ssh backup@$h df -h; done'),
    'hosts with a password beside each': script(
      'while read -r host user pass; do sshpass -p "$pass" scp /a $user@$host:/b; done < /l/hosts',
    ),
    'a password from a secret': script('sshpass -p $(cat /secrets/pw) rsync -a /data/ backup@nas.example.com:/srv/'),
    'name and password from two files': script(
      'sshpass -p "$(cat /s/pw)" scp /tls/tls.crt "$(cat /s/user)"@gateway.example.com:/etc/ssl/',
    ),
    'name and password of the container': script('sshpass -p "$PASS" sftp "$NAME"@files.example.com'),
    'its installation': script('apk add --no-cache hydra'),
    'a shop of the same name': runs('medusa', 'start', '--host', '0.0.0.0', '-p', '9000'),
    'a user of that shop': script('medusa user -e admin@shop.example.com -p "$ADMIN_PASSWORD"'),
    'an OAuth server of the same name': runs('hydra', 'serve', 'all', '--config', '$(CONFIG)'),
    'a client of that server, which is told where it is': runs(
      ...['hydra', 'create', 'client', '--endpoint', 'http://hydra-admin:4445', '--grant-type', 'client_credentials'],
    ),
    'a script with the name of a guesser': script('python3 /app/medusa.py --user backup --password "$PW"'),
    'another one, for an OAuth server': script('sh /scripts/hydra.sh --host=hydra-admin -u admin'),
    'its version': runs('hydra', '-h'),
    'a framework for settings of the same name': script('python3 train.py hydra.run.dir=/out -p 1'),
    'a test of one password': script('PGPASSWORD=$PW psql -h db -U app -c "select 1"'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
