namespace SurveyStorage.Sqlite;

/// <summary>Work for <see cref="GroupWriter"/>, and somebody who waits for what becomes of it.</summary>
internal abstract class WaitingWrite(int rows)
{
    /// <summary>About how many rows it writes.</summary>
    public int Rows { get; } = rows;

    /// <summary>Within a transaction that others share. False: its caller has given up, and nothing was done.</summary>
    public abstract bool Run(WriteConnection connection);

    /// <summary>The transaction is on the disk.</summary>
    public abstract void Complete();

    /// <summary>Nothing of the transaction was written, as far as one can know.</summary>
    public abstract void Fail(Exception failure);
}

/// <param name="work">Must either leave nothing behind or all that it should: what it returns is told as done.</param>
internal sealed class WaitingWrite<T>(Func<WriteConnection, T> work, int rows, CancellationToken cancellationToken) : WaitingWrite(rows)
{
    // Whoever waits goes on elsewhere: the writer's thread is for writing.
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    /// <summary>Also ends when the caller gives up: then it may happen, or have happened.</summary>
    public Task<T> Outcome => cancellationToken.CanBeCanceled ? _outcome.Task.WaitAsync(cancellationToken) : _outcome.Task;

    public override bool Run(WriteConnection connection)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _outcome.TrySetCanceled(cancellationToken);
            return false;
        }
        _result = work(connection);
        return true;
    }

    public override void Complete() => _outcome.TrySetResult(_result);

    public override void Fail(Exception failure) => _outcome.TrySetException(failure);
}
