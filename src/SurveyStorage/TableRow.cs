using System.Collections;

using Azure;

namespace SurveyStorage;

/// <summary>
/// One row. Property values are <see cref="string"/>, <see cref="byte"/>[], <see cref="bool"/>, <see cref="int"/>,
/// <see cref="long"/>, <see cref="double"/>, <see cref="DateTimeOffset"/> or <see cref="Guid"/>; a null value is not stored.
/// The keys, the timestamp and the ETag are not among the properties.
/// </summary>
public sealed class TableRow : IEnumerable<KeyValuePair<string, object>>
{
    private readonly Dictionary<string, object> _properties;

    public TableRow(string partitionKey, string rowKey)
        : this(partitionKey, rowKey, new Dictionary<string, object>(StringComparer.Ordinal))
    {
    }

    /// <summary>A row as it was read: the dictionary becomes the row's own.</summary>
    internal TableRow(string partitionKey, string rowKey, Dictionary<string, object> properties) =>
        (PartitionKey, RowKey, _properties) = (partitionKey, rowKey, properties);

    public string PartitionKey { get; }

    public string RowKey { get; }

    /// <summary>As the store gave it; default for a row that was not read from one.</summary>
    public ETag ETag { get; set; }

    /// <summary>When the store last wrote the row; null for a row that was not read from one.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    public int Count => _properties.Count;

    public ICollection<string> Keys => _properties.Keys;

    /// <summary>Null if there is no such property; setting null removes it.</summary>
    public object? this[string name]
    {
        get => _properties.GetValueOrDefault(name);
        set
        {
            if (value is null)
                _properties.Remove(name);
            else
                _properties[name] = value;
        }
    }

    /// <summary>For collection initializers.</summary>
    public void Add(string name, object? value) => this[name] = value;

    public string? GetString(string name) => (string?)this[name];

    public byte[]? GetBinary(string name) => (byte[]?)this[name];

    public bool? GetBoolean(string name) => (bool?)this[name];

    public int? GetInt32(string name) => (int?)this[name];

    public long? GetInt64(string name) => (long?)this[name];

    public DateTimeOffset? GetDateTimeOffset(string name) => (DateTimeOffset?)this[name];

    /// <summary>The same properties of the same types and values; the ETag and the timestamp are not among them.</summary>
    public bool HasSameProperties(TableRow other) => Count == other.Count && _properties.All(property => property.Value is byte[] bytes
        ? other[property.Key] is byte[] others && bytes.AsSpan().SequenceEqual(others)
        : property.Value.Equals(other[property.Key]));

    /// <summary>A struct: every write of a row goes through its properties several times.</summary>
    public Dictionary<string, object>.Enumerator GetEnumerator() => _properties.GetEnumerator();

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
