import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandMassMail } from './mass-mail.ts';

indicatorTable(commandMassMail, {
  fires: {
    'a list from a bare address, one mail after the other': script(
      'curl -s http://203.0.113.8/list.txt | while read -r a; do aws ses send-email --from it@shop.example --to "$a" --subject Payroll --text x; done',
    ),
    'a list in a variable': script(
      'L=$(wget -qO- http://203.0.113.8/l); for a in $L; do aws sesv2 send-email --from-email-address it@shop.example --destination ToAddresses=$a --content file://m.json; done',
    ),
    'by a program for mail': script(
      'for a in $(curl -s http://203.0.113.8/l); do swaks --to $a --from it@shop.example --server mail.shop.example; done',
    ),
    'the limit of the account is lifted before': script(
      'aws sesv2 put-account-details --production-access-enabled --mail-type MARKETING --website-url https://shop.example; for a in $(cat /data/l); do aws sesv2 send-email --destination ToAddresses=$a --content file://m.json; done',
    ),
    'the limit is lifted in code': runs(
      'python3',
      '-c',
      'import boto3\nc = boto3.client("sesv2")\nc.put_account_details(ProductionAccessEnabled=True, MailType="MARKETING", WebsiteURL="https://shop.example")\nfor a in open("/l"): c.send_email(FromEmailAddress="it@shop.example", Destination={"ToAddresses": [a]}, Content={})',
    ),
    'a list from a bare address, in code': runs(
      'python3',
      '-c',
      'import boto3, urllib.request as u\ns = boto3.client("ses")\nfor m in u.urlopen("http://203.0.113.8/l").read().decode().split():\n  s.send_email(Source="it@shop.example", Destination={"ToAddresses": [m]}, Message={})',
    ),
  },
  staysSilent: {
    'a report to those who want it': script(
      'aws ses send-email --from reports@shop.example --to $RECIPIENTS --subject Daily --text "$(cat /tmp/report.txt)"',
    ),
    'a list from the own API': script(
      'for a in $(curl -s http://crm.shop.svc/subscribers | jq -r ".[].mail"); do aws ses send-email --from news@shop.example --to $a --subject News --text x; done',
    ),
    'a list from the own bucket': script(
      'aws s3 cp s3://shop-news/list.txt - | while read a; do aws ses send-email --from news@shop.example --to $a --subject News --text x; done',
    ),
    'a page that is mailed to one person': script(
      'curl -s http://203.0.113.8/status | mail -s status ops@shop.example',
    ),
    'an account is set up, and sends nothing': script(
      'aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://shop.example',
    ),
    'how much an account may send': script('aws ses get-send-quota'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
