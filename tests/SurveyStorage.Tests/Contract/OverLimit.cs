using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Contract;

/// <summary>For each limit of the service a transaction just beyond it, and the index of the action that is.</summary>
public static class OverLimit
{
    private static readonly Dictionary<string, Func<string, (RowChange[] Actions, int Index)>> Cases = new(StringComparer.Ordinal)
    {
        ["101 actions"] = p => ([.. Enumerable.Range(0, 101).Select(i => Insert(new TableRow(p, $"r{i}")))], -1),
        ["4 MiB"] = p => ([.. Enumerable.Range(0, 9).Select(i => Insert(Wide(p, $"r{i}", properties: 15, characters: 32000)))], -1),
        ["1 MiB row"] = p => Second(p, Wide(p, "big", properties: 17, characters: 32000)),
        ["64 KiB text"] = p => Second(p, new TableRow(p, "x") { ["Text"] = new string('x', 32 * 1024 + 1) }),
        ["64 KiB bytes"] = p => Second(p, new TableRow(p, "x") { ["Bytes"] = new byte[64 * 1024 + 1] }),
        ["253 properties"] = p => Second(p, Wide(p, "x", properties: 253, characters: 1)),
        ["256 character name"] = p => Second(p, new TableRow(p, "x") { [new string('n', 256)] = 1 }),
        ["name with a dash"] = p => Second(p, new TableRow(p, "x") { ["a-b"] = 1 }),
        ["name with a digit first"] = p => Second(p, new TableRow(p, "x") { ["1a"] = 1 }),
        ["name of a key"] = p => Second(p, new TableRow(p, "x") { ["RowKey"] = "y" }),
        ["year 1600"] = p => Second(p, new TableRow(p, "x") { ["When"] = new DateTimeOffset(1600, 1, 1, 0, 0, 0, TimeSpan.Zero) }),
        ["unknown type"] = p => Second(p, new TableRow(p, "x") { ["Money"] = 1.5m }),
        ["half a character"] = p => Second(p, new TableRow(p, "x") { ["Text"] = "a\uD83Db" }),
        ["1 KiB key"] = p => Second(p, new TableRow(p, new string('k', 513))),
        ["slash in a key"] = p => Second(p, new TableRow(p, "a/b")),
        ["backslash in a key"] = p => Second(p, new TableRow(p, "a\\b")),
        ["hash in a key"] = p => Second(p, new TableRow(p, "a#b")),
        ["question mark in a key"] = p => Second(p, new TableRow(p, "a?b")),
        ["tab in a key"] = p => Second(p, new TableRow(p, "a\tb")),
        ["C1 control in a key"] = p => Second(p, new TableRow(p, "a\u0085b")),
        ["half a character in a key"] = p => Second(p, new TableRow(p, "a\uDE00")),
        ["two partitions"] = p => Second(p, new TableRow(p + "x", "x")),
        ["a row twice"] = p => Second(p, new TableRow(p, "fine")),
    };

    public static TheoryData<string> Names { get; } = new(Cases.Keys);

    public static (RowChange[] Actions, int Index) Transaction(string limit, string partition) => Cases[limit](partition);

    private static (RowChange[] Actions, int Index) Second(string partition, TableRow wrong) =>
        ([Insert(new TableRow(partition, "fine")), Insert(wrong)], 1);

    private static RowChange Insert(TableRow row) => new(Add, row);

    private static TableRow Wide(string partition, string rowKey, int properties, int characters)
    {
        var row = new TableRow(partition, rowKey);
        for (var i = 0; i < properties; i++)
            row[$"P{i}"] = new string('x', characters);
        return row;
    }
}
