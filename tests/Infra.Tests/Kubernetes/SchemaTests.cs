using TestSupport;

namespace Infra.Tests.Kubernetes;

/// <summary>Every document against the schema of its kind, as the API server of Kubernetes and KEDA's would hold it.</summary>
public sealed class SchemaTests(KubernetesFolder folder)
{
    [Fact]
    public void Every_document_is_what_its_schema_says_and_has_no_field_beyond()
    {
        Assert.NotEmpty(folder.Manifests);
        Assert.Empty(folder.Manifests.SelectMany(manifest => manifest.Problems.Select(problem => $"{manifest}: {problem}")));
    }

    [Theory]
    [InlineData("web.yaml", "readinessProbe:", "readinesProbe:", "readinesProbe is no field")]
    [InlineData("web.yaml", "drop: [ALL]", "dropp: [ALL]", "dropp is no field")]
    [InlineData("web.yaml", "containerPort: 8080", "containerPort: http", "containerPort must be integer")]
    [InlineData("web.yaml", "cpu: 250m", "cpu: 250 milli", "quantity")]
    [InlineData("web.yaml", "kind: HorizontalPodAutoscaler", "kind: HorizontalPodAutoscaling", "No schema is known")]
    [InlineData("web.yaml", "value: \"false\"", "value: no", "value must be string")]
    [InlineData("worker.yaml", "minReplicaCount:", "minReplicas:", "minReplicas is no field")]
    [InlineData("worker.yaml", "identityId:", "identityID:", "identityID is no field")]
    [InlineData("worker.yaml", "queueLength: \"32\"", "queueLength: 32", "queueLength must be string")]
    [InlineData("network-policy.yaml", "  podSelector: {}", "  podSelector: []", "podSelector must be object")]
    [InlineData("ingress.yaml", "pathType: Prefix", "kind: Prefix", "must have required property pathType")]
    [InlineData("namespace.yaml", "kind: Namespace", "kind: Namespace\nkind: Namespace", "unique")]
    public async Task What_is_wrong_in_a_document_is_found(string file, string right, string wrong, string problem)
    {
        using var folderOfOne = new TemporaryFolder();
        var text = await File.ReadAllTextAsync(Path.Combine(KubernetesFolder.Folder, file), TestContext.Current.CancellationToken);
        Assert.Contains(right, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            folderOfOne.File(file), text.Replace(right, wrong, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var manifests = await Manifest.ReadAsync(folderOfOne.File(file));

        Assert.Contains(problem, string.Join('\n', manifests.SelectMany(manifest => manifest.Problems)), StringComparison.Ordinal);
    }
}
