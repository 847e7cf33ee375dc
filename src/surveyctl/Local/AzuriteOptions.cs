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
