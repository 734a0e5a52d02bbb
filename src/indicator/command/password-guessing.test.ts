import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandPasswordGuessing } from './password-guessing.ts';

indicatorTable(commandPasswordGuessing, {
  fires: {
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
    'after its installation': script('apt-get install -y medusa && medusa -h db.prod -U u -P p -M postgres'),
  },
  staysSilent: {
    'its installation': script('apk add --no-cache hydra'),
    'its version': runs('hydra', '-h'),
    'a framework for settings of the same name': script('python3 train.py hydra.run.dir=/out -p 1'),
    'a test of one password': script('PGPASSWORD=$PW psql -h db -U app -c "select 1"'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
