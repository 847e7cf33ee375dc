using System.ComponentModel;
using System.Diagnostics;

using TestSupport;

namespace Infra.Tests.Kubernetes;

/// <summary>What is set for a place, and where it goes.</summary>
public sealed class KustomizationTests(KubernetesFolder folder)
{
    private const string Placeholder = "set-by-kustomization";

    [Fact]
    public void Every_manifest_is_listed() => Assert.Equal(
        folder.Manifests.Select(manifest => Path.GetFileName(manifest.File)).Distinct().Order(),
        folder.Kustomization["resources"]!.AsArray().Select(resource => resource!.GetValue<string>()).Order());

    [Fact]
    public void Every_value_goes_somewhere_and_no_field_is_left_without_one()
    {
        Assert.Equal(
            KubernetesFolder.Values.Keys.Order(),
            folder.Kustomization["replacements"]!.AsArray().Select(replacement => new Replacement(replacement!).Source).Order());

        Assert.All(folder.Replaced(), document => Assert.DoesNotContain(Placeholder, document.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_is_in_the_namespace_that_is_made()
    {
        Assert.Equal(Assert.Single(folder.OfKind("Namespace")).Name, folder.Kustomization["namespace"]!.GetValue<string>());
        Assert.All(folder.Manifests, manifest => Assert.Null(manifest.Value["metadata"]!["namespace"]));
    }

    [Fact]
    public void Nothing_is_secret()
    {
        Assert.DoesNotContain(folder.Manifests, manifest => manifest.Kind == "Secret");
        Assert.Null(folder.Kustomization["secretGenerator"]);
        Assert.DoesNotContain(KubernetesFolder.Values.Values, value => value.Contains("AccountKey", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The tests above read kustomization.yaml in their own way; this is kustomize itself, where there is a kubectl.</summary>
    [Fact]
    public async Task Kustomize_makes_documents_of_it_that_are_what_their_schemas_say()
    {
        using var rendered = new TemporaryFolder();
        await File.WriteAllTextAsync(rendered.File("all.yaml"), await RenderAsync(), TestContext.Current.CancellationToken);

        var manifests = await Manifest.ReadAsync(rendered.File("all.yaml"));

        Assert.Equal(folder.Manifests.Count + 1, manifests.Count);
        Assert.All(manifests, manifest => Assert.Empty(manifest.Problems));
        var text = await File.ReadAllTextAsync(rendered.File("all.yaml"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Placeholder, text, StringComparison.Ordinal);
        Assert.All(KubernetesFolder.Values.Values, value => Assert.Contains(value, text, StringComparison.Ordinal));
        var settings = manifests.Single(manifest => manifest.Kind == "ConfigMap");
        Assert.StartsWith("settings-", settings.Name, StringComparison.Ordinal);
        Assert.All(manifests.Where(manifest => manifest.Kind == "Deployment"), deployment =>
            Assert.Equal(settings.Name, deployment.Container["envFrom"]![0]!["configMapRef"]!["name"]!.GetValue<string>()));
    }

    private static async Task<string> RenderAsync()
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", KubernetesFolder.Folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var kubectl = Process.Start(start)!;
            var errors = kubectl.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await kubectl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await kubectl.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(kubectl.ExitCode == 0, await errors);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no kubectl on this machine.");
            throw;
        }
    }
}
