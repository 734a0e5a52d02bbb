// Command pki makes the keys and certificates of a cluster on this machine.
//
// It reads a list of certificates as JSON from standard input and writes NAME.crt and NAME.key into a folder, signed by
// an authority that it makes there first if there is none.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// wanted is one certificate: a server's when it has names or addresses, and always good for a client.
type wanted struct {
	Name      string   `json:"name"`
	User      string   `json:"user"`
	Groups    []string `json:"groups"`
	Hosts     []string `json:"hosts"`
	Addresses []string `json:"addresses"`
}

const lifetime = 7 * 24 * time.Hour

func main() {
	if len(os.Args) != 2 {
		fail(errors.New("usage: pki FOLDER < certificates.json"))
	}
	folder := os.Args[1]
	var list []wanted
	if err := json.NewDecoder(os.Stdin).Decode(&list); err != nil {
		fail(fmt.Errorf("the list on standard input: %w", err))
	}
	authority, err := openAuthority(folder)
	if err != nil {
		fail(err)
	}
	for _, one := range list {
		if err := authority.issue(folder, one); err != nil {
			fail(fmt.Errorf("%s: %w", one.Name, err))
		}
	}
}

type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func openAuthority(folder string) (*authority, error) {
	text, err := os.ReadFile(filepath.Join(folder, "ca.crt"))
	if errors.Is(err, fs.ErrNotExist) {
		return makeAuthority(folder)
	}
	if err != nil {
		return nil, err
	}
	keyText, err := os.ReadFile(filepath.Join(folder, "ca.key"))
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	keyBlock, _ := pem.Decode(keyText)
	if block == nil || keyBlock == nil {
		return nil, fmt.Errorf("%s holds no certificate and key in PEM", folder)
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParseECPrivateKey(keyBlock.Bytes)
	if err != nil {
		return nil, err
	}
	return &authority{certificate, key}, nil
}

func makeAuthority(folder string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := template("kubernetes", nil)
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &authority{certificate, key}, write(folder, "ca", der, key)
}

func (a *authority) issue(folder string, one wanted) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := template(one.User, one.Groups)
	template.DNSNames = one.Hosts
	for _, address := range one.Addresses {
		ip := net.ParseIP(address)
		if ip == nil {
			return fmt.Errorf("%q is no IP address", address)
		}
		template.IPAddresses = append(template.IPAddresses, ip)
	}
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if len(one.Hosts)+len(one.Addresses) > 0 {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		return err
	}
	return write(folder, one.Name, der, key)
}

func template(user string, groups []string) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		fail(err)
	}
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: user, Organization: groups},
		NotBefore:    time.Now().Add(-5 * time.Minute),
		NotAfter:     time.Now().Add(lifetime),
		KeyUsage:     x509.KeyUsageDigitalSignature,
	}
}

func write(folder, name string, der []byte, key *ecdsa.PrivateKey) error {
	keyDer, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(filepath.Join(folder, name+".crt"), certificate, 0o600); err != nil {
		return err
	}
	secret := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDer})
	return os.WriteFile(filepath.Join(folder, name+".key"), secret, 0o600)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "pki:", err)
	os.Exit(1)
}
