using Azure;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Sqlite;

/// <summary>
/// A transaction as bytes, made where the caller runs so that the one writer has less to do. Everything is looked at before
/// anything is written: a refused transaction touches no page, and its neighbours in the group are not bothered.
/// </summary>
internal sealed class RowTransaction
{
    private const int TypicalBytesPerAction = 1024;

    private readonly long _table;
    private readonly byte[] _partition;
    private readonly byte[] _bytes;
    private readonly Action[] _actions;

    /// <param name="actions">Within <see cref="TableLimits"/>.</param>
    public RowTransaction(long table, IReadOnlyList<RowChange> actions)
    {
        _table = table;
        _partition = KeyBytes.Encode(actions[0].Entity.PartitionKey);
        _actions = new Action[actions.Count];
        using var buffer = new PooledBuffer(TypicalBytesPerAction * actions.Count);
        for (var i = 0; i < actions.Count; i++)
        {
            var (type, entity, etag) = actions[i];
            var start = buffer.Length;
            KeyBytes.Encode(entity.RowKey, buffer);
            var key = start..buffer.Length;
            if (type != Delete)
                PropertyWriter.Write(buffer, entity);
            _actions[i] = new Action(type, key, key.End.Value..buffer.Length, etag == ETag.All ? null : RowETag.Parse(etag) ?? NeverGiven);
        }
        // A caller that gives up leaves the bytes to the writer: they cannot be the pool's.
        _bytes = buffer.Written.ToArray();
    }

    private const long NeverGiven = -1;

    public int Rows => _actions.Length;

    public CommitResult Run(WriteConnection connection, long now)
    {
        for (var i = 0; i < _actions.Length; i++)
        {
            if (RefusalOf(connection, _actions[i]) is { } refusal)
                return new CommitResult.Refused(i, refusal);
        }
        var etags = new ETag[_actions.Length];
        for (var i = 0; i < _actions.Length; i++)
        {
            var action = _actions[i];
            if (action.Type == Delete)
            {
                connection.Delete(_table, _partition, _bytes.AsSpan(action.Key));
                continue;
            }
            var number = connection.NextNumber();
            connection.Put(
                _table,
                _partition,
                _bytes.AsSpan(action.Key),
                number,
                now,
                _bytes.AsSpan(action.Properties),
                mayReplace: action.Type != Add);
            etags[i] = RowETag.Format(number);
        }
        return new CommitResult.Committed(etags);
    }

    private CommitRefusal? RefusalOf(WriteConnection connection, Action action)
    {
        if (action.Type == UpsertReplace)
            return null;
        var there = connection.FindETag(_table, _partition, _bytes.AsSpan(action.Key));
        if (action.Type == Add)
            return there is null ? null : CommitRefusal.AlreadyExists;
        if (there is null)
            return CommitRefusal.NotFound;
        return action.ETag is { } required && required != there ? CommitRefusal.ETagMismatch : null;
    }

    /// <param name="ETag">Null: whatever is there.</param>
    private readonly record struct Action(RowChangeType Type, Range Key, Range Properties, long? ETag);
}
