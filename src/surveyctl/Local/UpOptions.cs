namespace Surveyctl.Local;

/// <summary>How everything is run on this machine.</summary>
internal sealed record UpOptions
{
    /// <summary>Created if missing.</summary>
    public required string Data { get; init; }

    /// <summary>Where the data is kept.</summary>
    public LocalStoreKind Storage { get; init; }

    /// <summary>Remove the data of earlier runs first.</summary>
    public required bool IsFresh { get; init; }

    /// <summary>Of the app; 0: any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Null: nothing is loaded.</summary>
    public required string? Seeds { get; init; }
}
