namespace Surveys.Tallies;

/// <summary>
/// The tally of one school: what was added and what was withdrawn, in two vectors that only grow. What counts is their
/// difference. Cells are numbered by the <see cref="TallyLayout"/> of the survey.
/// </summary>
public sealed class SchoolTally(TallyLayout layout)
{
    public long[] Added { get; } = new long[layout.CellCount];

    public long[] Withdrawn { get; } = new long[layout.CellCount];

    /// <exception cref="ArgumentException">The entry is not one of this survey; nothing was added.</exception>
    public void Add(SheetEntry entry) => layout.Add(entry, entry.IsWithdrawal ? Withdrawn : Added);

    /// <summary>Adds the entry that was read last.</summary>
    /// <exception cref="ArgumentException">The entry is not one of this survey; nothing was added.</exception>
    public void Add(in SheetReader sheet) =>
        layout.Add(sheet.Language, sheet.Channel, sheet.Codes, sheet.IsWithdrawal ? Withdrawn : Added);

    /// <summary>Adds another tally of the same layout, both vectors.</summary>
    public void Add(SchoolTally other)
    {
        for (var cell = 0; cell < Added.Length; cell++)
        {
            Added[cell] += other.Added[cell];
            Withdrawn[cell] += other.Withdrawn[cell];
        }
    }

    /// <summary>Adds what counts, added less withdrawn, to <paramref name="total"/>: how the counts of a scope are made.</summary>
    public void AddNetTo(Span<long> total)
    {
        for (var cell = 0; cell < total.Length; cell++)
            total[cell] += Added[cell] - Withdrawn[cell];
    }
}
