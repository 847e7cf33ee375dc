using Infra.Tests.Kubernetes;

[assembly: AssemblyFixture(typeof(KubernetesFolder))]
