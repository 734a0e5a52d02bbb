package main

import (
	"context"

	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	apitest "k8s.io/cri-api/pkg/apis/testing"
)

// Whom every image says it runs as. Images that say nothing run as root, and pods that forbid root would not start.
const imageUser = 1000

// idleImages says that every image is there, and pulls none.
type idleImages struct {
	*apitest.FakeImageService
}

func (s *idleImages) PullImage(ctx context.Context, image *runtimeapi.ImageSpec, auth *runtimeapi.AuthConfig, sandbox *runtimeapi.PodSandboxConfig) (string, error) {
	id, err := s.FakeImageService.PullImage(ctx, image, auth, sandbox)
	s.Lock()
	defer s.Unlock()
	s.Called = s.Called[:0]
	if pulled, ok := s.Images[id]; ok {
		pulled.Uid = &runtimeapi.Int64Value{Value: imageUser}
	}
	return id, err
}
