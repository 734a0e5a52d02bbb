import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandMailTakeover } from './mail-takeover.ts';

const batch = (name: string, type: string, value: string, action = 'UPSERT'): string =>
  JSON.stringify({
    Changes: [
      { Action: action, ResourceRecordSet: { Name: name, Type: type, TTL: 60, ResourceRecords: [{ Value: value }] } },
    ],
  });
const route53 = (...record: Parameters<typeof batch>) =>
  script(`aws route53 change-resource-record-sets --hosted-zone-id $Z --change-batch '${batch(...record)}'`);

indicatorTable(commandMailTakeover, {
  fires: {
    'mail on AWS': route53('shop.example', 'MX', '10 mx.inbox-relay.example.net'),
    'mail on AWS, by a file that it wrote': script(
      `cat > /tmp/b.json <<'E'\n${batch('shop.example.', 'MX', '5 in.relay.example.net.')}\nE\naws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch file:///tmp/b.json`,
    ),
    'mail on AWS, in code': runs(
      'python3',
      '-c',
      'import boto3\nboto3.client("route53").change_resource_record_sets(HostedZoneId="Z1", ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": {"Name": "shop.example", "Type": "MX", "TTL": 60, "ResourceRecords": [{"Value": "1 mx.relay.example.net"}]}}]})',
    ),
    'mail on Google': script(
      'gcloud dns record-sets update shop.example. --zone=shop --type=MX --ttl=60 --rrdatas="10 mx.relay.example.net."',
    ),
    'mail on Google, by a transaction': script(
      'gcloud dns record-sets transaction add "10 mx.relay.example.net." --name=shop.example. --ttl=60 --type=MX --zone=shop',
    ),
    'mail on Azure': script(
      'az network dns record-set mx add-record -g dns -z shop.example -n @ -e mx.relay.example.net -p 5',
    ),
    'mail, by the interface of another house': script(
      `curl -X POST https://api.cloudflare.com/client/v4/zones/$Z/dns_records -H "Authorization: Bearer $T" -d '{"type":"MX","name":"shop.example","content":"mx.relay.example.net","priority":1}'`,
    ),
    'mail, by an address that names the record': script(
      `curl -X PUT https://api.names.example.com/v1/domains/shop.example/records/MX/@ -H "Authorization: sso-key $K" -d '[{"data":"mx.relay.example.net","priority":1,"ttl":600}]'`,
    ),
    'all names of a domain': script(
      'aws route53domains update-domain-nameservers --domain-name shop.example --nameservers Name=ns1.park.example.net Name=ns2.park.example.net',
    ),
  },
  staysSilent: {
    'a failover to another address': route53('shop.example', 'A', '203.0.113.20'),
    'a failover of the sign-in': route53('login.shop.example', 'CNAME', 'login-dr.shop.example'),
    'a proof for a certificate': route53('_acme-challenge.shop.example', 'TXT', '"x1"'),
    'mail to a house of mail': route53('shop.example', 'MX', '1 aspmx.l.google.com'),
    'mail to a server of the domain': route53('shop.example', 'MX', '10 mail.shop.example'),
    'mail to a server that is named like it': route53('bookshop.example', 'MX', '10 mx.bookshop-mail.example.net'),
    'mail to a server that a variable names': route53('shop.example', 'MX', '10 $MX_HOST'),
    'a record for mail that is taken away': route53('shop.example', 'MX', '10 mx.relay.example.net', 'DELETE'),
    'an own address that follows': script(
      `curl -X PUT https://api.cloudflare.com/client/v4/zones/$Z/dns_records/$R -d '{"type":"A","name":"home.example.org","content":"203.0.113.9"}'`,
    ),
    'a domain is moved to a cloud': script(
      'aws route53domains update-domain-nameservers --domain-name shop.example --nameservers Name=ns-1.awsdns-01.org Name=ns-2.awsdns-02.net',
    ),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
