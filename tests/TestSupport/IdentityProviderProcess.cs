using System.Diagnostics;

using Surveyctl.Local;

namespace TestSupport;

/// <summary>A real provider of identities (npm <c>oidc-provider</c>) on this machine: whoever types a name is it, and is in the groups that are its parts between dots.</summary>
public sealed class IdentityProviderProcess : IAsyncDisposable
{
    public const string ClientId = "surveys";

    /// <summary>Signs in with what lies in <see cref="AssertionFile"/>, once.</summary>
    public const string FederatedClientId = "surveys-federated";

    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TemporaryFolder _folder;

    private IdentityProviderProcess(Process process, TemporaryFolder folder, Uri issuer) => (_process, _folder, Issuer) = (process, folder, issuer);

    public Uri Issuer { get; }

    public string ClientSecret { get; private init; } = "";

    public string AssertionFile => _folder.File("assertion");

    public static async Task<IdentityProviderProcess> StartAsync()
    {
        var scripts = Repository.Path("tests", "node");
        await NodePackages.EnsureInstalledAsync(scripts, CancellationToken.None);
        var (folder, secret) = (new TemporaryFolder(), $"{Guid.NewGuid():N}");
        var process = NodeCommand.Start("node", scripts, "oidc-provider.mjs", secret, folder.File("assertion"));
        _ = process.StandardError.ReadToEndAsync();
        using var waiting = new CancellationTokenSource(TimeToStart);
        const string Announced = "Issuer ";
        while (await process.StandardOutput.ReadLineAsync(waiting.Token) is { } line)
        {
            if (!line.StartsWith(Announced, StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new IdentityProviderProcess(process, folder, new Uri(line[Announced.Length..])) { ClientSecret = secret };
        }
        throw new InvalidOperationException("The provider of identities ended before it listened.");
    }

    /// <summary>Of an app that signs people in with it.</summary>
    /// <param name="grants">As of the setting.</param>
    public Dictionary<string, string> Settings(string tenant, params IReadOnlyList<string> grants) => new()
    {
        ["SignIn"] = $$"""{"tenant":"{{tenant}}","authority":"{{Issuer.OriginalString}}","clientId":"{{ClientId}}","name":"the district","grants":[{{string.Join(',', grants.Select(grant => $"\"{grant}\""))}}]}""",
        ["SignInClientSecret"] = ClientSecret,
    };

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
        _folder.Dispose();
    }
}
