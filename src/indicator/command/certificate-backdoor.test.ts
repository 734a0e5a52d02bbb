import { indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandCertificateBackdoor } from './certificate-backdoor.ts';

indicatorTable(commandCertificateBackdoor, {
  fires: {
    'a request that it approves itself': script(
      'kubectl apply -f - <<EOF\nkind: CertificateSigningRequest\nspec:\n  signerName: kubernetes.io/kube-apiserver-client\nEOF\nkubectl certificate approve a',
    ),
    'a certificate of a node that it approves itself': script(
      'openssl req -new -nodes -newkey rsa:2048 -keyout n.key -out n.csr -subj "/O=system:nodes/CN=system:node:worker-7"\nkubectl create -f - <<EOF\nkind: CertificateSigningRequest\nmetadata: {name: n7}\nspec:\n  request: $(base64 -w0 n.csr)\n  signerName: kubernetes.io/kube-apiserver-client-kubelet\n  usages: [client auth]\nEOF\nkubectl certificate approve n7',
    ),
    'an approval by a request of its own': script(
      `A=https://kubernetes.default.svc/apis/certificates.k8s.io/v1/certificatesigningrequests; curl -sk -X POST $A -d '{"kind":"CertificateSigningRequest","metadata":{"name":"u"},"spec":{"signerName":"kubernetes.io/kube-apiserver-client","request":"x"}}'; curl -sk -X PUT $A/u/approval -d '{"kind":"CertificateSigningRequest","status":{"conditions":[{"type":"Approved"}]}}'`,
    ),
    'in code': runs(
      'python3',
      '-c',
      'from kubernetes import client, config\nconfig.load_incluster_config()\nc=client.CertificatesV1Api()\nc.create_certificate_signing_request(client.V1CertificateSigningRequest(metadata=client.V1ObjectMeta(name="u"),spec=client.V1CertificateSigningRequestSpec(request="x",signer_name="kubernetes.io/kube-apiserver-client",usages=["client auth"])))\nr=c.read_certificate_signing_request("u")\nc.replace_certificate_signing_request_approval("u", r)',
    ),
    'a request of openssl': runs('openssl', 'req', '-new', '-key', 'k.pem', '-subj', '/CN=ops/O=system:masters'),
    'in a script, with a key of its own': script(
      'cd /tmp && openssl genrsa -out k 2048 && openssl req -new -key k -out r.csr -subj "/O=system:masters/CN=admin"',
    ),
    'the group in a variable': script('G=masters; openssl req -new -key k -subj "/CN=a/O=system:$G"'),
    'the name of the group in pieces': script(`openssl req -new -key k -subj '/CN=a/O=sys''tem:mas'"ters"`),
    'behind wrappers': script(
      'sudo env LANG=C /usr/bin/openssl req -nodes -subj=/O=system:masters/CN=b -newkey rsa:2048',
    ),
    'another tool for certificates': script('step certificate create a a.crt a.key --set organization=system:masters'),
    'a configuration that is written before': script(
      `printf '{"CN":"a","names":[{"O":"system:masters"}]}' > /tmp/c.json; cfssl gencert -ca=/pki/ca.crt -ca-key=/pki/ca.key /tmp/c.json`,
    ),
    'a configuration on its input': script(
      `echo '{"CN":"a","names":[{"O":"system:masters"}]}' | cfssl gencert -ca=/pki/ca.crt -ca-key=/pki/ca.key -`,
    ),
  },
  staysSilent: {
    'a certificate that a webhook makes for itself': script(
      'kubectl apply -f - <<EOF\nkind: CertificateSigningRequest\nspec:\n  signerName: kubernetes.io/kubelet-serving\nEOF\nkubectl certificate approve a',
    ),
    'a webhook with a subject of the nodes, for a server': script(
      'openssl req -new -key k -subj "/CN=system:node:hook.shop.svc;/O=system:nodes" -out h.csr\nkubectl create -f - <<EOF\nkind: CertificateSigningRequest\nspec:\n  signerName: kubernetes.io/kubelet-serving\nEOF\nkubectl certificate approve hook',
    ),
    'a request of a node that others approve': script(
      'kubectl create -f - <<EOF\nkind: CertificateSigningRequest\nspec:\n  signerName: kubernetes.io/kube-apiserver-client-kubelet\nEOF',
    ),
    'requests of kubelets that wait': script('kubectl get csr -o name | xargs kubectl certificate approve'),
    'a request that somebody else is to approve': script(
      'kubectl apply -f - <<EOF\nkind: CertificateSigningRequest\nspec:\n  signerName: kubernetes.io/kube-apiserver-client\nEOF\n',
    ),
    'a certificate for a service': script('openssl req -new -key k.pem -subj "/CN=web.shop.svc/O=shop" -out r.csr'),
    'a certificate of a node': script('openssl req -new -subj "/CN=system:node:n1/O=system:nodes" -key k'),
    'the end of a certificate is read': script('openssl x509 -enddate -noout -in /certs/tls.crt'),
    'a report on bindings of the group': script(
      'kubectl get clusterrolebindings -o json | jq ".items[] | select(.subjects[]?.name==\\"system:masters\\")"',
    ),
    'the subject of a certificate is compared': script(
      'openssl x509 -noout -subject -in /etc/kubernetes/admin.crt | grep -q system:masters && echo found',
    ),
    'renewal by kubeadm': runs('kubeadm', 'certs', 'renew', 'all'),
    'a checksum': script('openssl dgst -sha256 /backup/db.sql.gz'),
  },
  cannotTell: UNSEEN,
});
