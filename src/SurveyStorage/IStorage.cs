namespace SurveyStorage;

/// <summary>The tables and queues of one place: a storage account, or a file on this machine.</summary>
public interface IStorage : IDisposable
{
    ITableStore Tables { get; }

    IQueueStore Queues { get; }

    /// <summary>Which form and where, for people, without a secret: <c>Azure storage at https://…</c>.</summary>
    string Description { get; }
}
