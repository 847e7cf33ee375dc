using Infra.Tests.Azure;
using Infra.Tests.Kubernetes;

[assembly: AssemblyFixture(typeof(KubernetesFolder))]
[assembly: AssemblyFixture(typeof(Template))]
