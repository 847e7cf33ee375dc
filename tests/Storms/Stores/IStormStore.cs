using Storms.Faults;

using SurveyStorage;

namespace Storms.Stores;

/// <summary>A fresh store for one storm, and the faults that only it can have.</summary>
internal interface IStormStore : IAsyncDisposable
{
    /// <summary>Its data, for whoever looks into a violation.</summary>
    string Folder { get; }

    /// <summary>Without any fault: what the harness itself sees.</summary>
    IStorage Storage { get; }

    /// <summary>Of a copy of the app, through the faults.</summary>
    IReadOnlyDictionary<string, string> AppSettings { get; }

    /// <summary>Through the faults, for <see cref="OpenStore"/>.</summary>
    string Address { get; }

    void BeginFaults();

    /// <summary>Returns when nothing that was held back is still to come.</summary>
    Task EndFaultsAsync();

    /// <summary>An event of the store's own.</summary>
    Task RunAsync(StormEvent what, Random random, CancellationToken cancellationToken);
}
