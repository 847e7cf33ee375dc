using System.Diagnostics;
using System.Globalization;

namespace Surveyctl.Local;

/// <summary>How an Azurite is run.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The folder with Azurite's <c>package.json</c>: <c>tools/azurite</c>.</summary>
    public required string ToolsFolder { get; init; }

    /// <summary>Where the data is kept, and nothing else: it becomes the owner's alone. Created if missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>0: any free one.</summary>
    public int BlobPort { get; init; }

    /// <summary>0: any free one.</summary>
    public int QueuePort { get; init; }

    /// <summary>0: any free one.</summary>
    public int TablePort { get; init; }

    /// <summary>A certificate: https, and tokens are accepted beside the account's key. Null: http.</summary>
    public AzuriteCertificate? Certificate { get; init; }
}

/// <param name="CertificateFile">PEM.</param>
/// <param name="KeyFile">PEM, not encrypted.</param>
public sealed record AzuriteCertificate(string CertificateFile, string KeyFile);

/// <summary>
/// An Azurite of our own on 127.0.0.1, with tables, queues and blobs (the Functions host keeps its locks in blobs). It
/// ends when this process ends, in whatever way: it runs until its standard input does.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    // The emulator's documented account, the same everywhere.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToSave = TimeSpan.FromSeconds(8);

    private readonly Process _process;
    private readonly AzuriteOutput _output;

    private AzuriteProcess(Process process, AzuriteOutput output)
    {
        _process = process;
        _output = output;
    }

    public int ProcessId => _process.Id;

    /// <summary>Completes when the process has ended, asked to or not.</summary>
    public Task Exited => _process.WaitForExitAsync();

    public Uri BlobEndpoint => Endpoint("Blob");

    public Uri QueueEndpoint => Endpoint("Queue");

    public Uri TableEndpoint => Endpoint("Table");

    public string ConnectionString =>
        $"DefaultEndpointsProtocol={TableEndpoint.Scheme};AccountName={Account};AccountKey={AccountKey};"
        + $"BlobEndpoint={BlobEndpoint};QueueEndpoint={QueueEndpoint};TableEndpoint={TableEndpoint};";

    /// <summary>Installs Azurite if needed, starts it and waits until its services listen.</summary>
    /// <exception cref="NodeException">It did not start: Node.js is missing, a port is in use, …</exception>
    public static async Task<AzuriteProcess> StartAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        await NodePackages.EnsureInstalledAsync(options.ToolsFolder, cancellationToken);
        OwnerOnly.TakeFolder(options.DataFolder);
        // Node on Azurite's own script: npx would cost a second and stay between us and the process.
        var process = NodeCommand.Start("node", options.ToolsFolder, Arguments(options));
        var azurite = new AzuriteProcess(process, AzuriteOutput.Follow(process));
        try
        {
            await azurite.WaitUntilListeningAsync(cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets it save what it holds, and kills it if that takes too long.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
            return;
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeToSave);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private static string[] Arguments(AzuriteOptions options)
    {
        string[] arguments =
        [
            "run.cjs",
            "--location", Path.GetFullPath(options.DataFolder),
            "--blobHost", "127.0.0.1", "--blobPort", Port(options.BlobPort),
            "--queueHost", "127.0.0.1", "--queuePort", Port(options.QueuePort),
            "--tableHost", "127.0.0.1", "--tablePort", Port(options.TablePort),
            "--skipApiVersionCheck", "--silent", "--disableTelemetry",
        ];
        return options.Certificate is { } certificate
            ? [.. arguments, "--cert", certificate.CertificateFile, "--key", certificate.KeyFile, "--oauth", "basic"]
            : arguments;
    }

    private static string Port(int port) => port.ToString(CultureInfo.InvariantCulture);

    private async Task WaitUntilListeningAsync(CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(_output.Listening, Exited).WaitAsync(TimeToStart, cancellationToken);
        if (first != _output.Listening)
            throw new NodeException($"Azurite did not start: {_output.LastLines}");
    }

    private Uri Endpoint(string service) => new($"{_output.AddressOf(service)}/{Account}");
}
