using Surveys.Tallies;

using SurveyStore.Intake;
using SurveyStore.Tables;

namespace SurveyStore.Folding;

/// <summary>A pending batch whose sheet was taken out of its row, once.</summary>
internal sealed class PendingBatch
{
    private readonly byte[] _sheet;

    /// <exception cref="InvalidDataException">The row was written with another layout.</exception>
    /// <exception cref="FormatException">The row is damaged; reading its entries may tell it, too.</exception>
    public PendingBatch(TableEntity row, TallyLayout layout)
    {
        Row = row;
        _sheet = BatchRow.SheetOf(row, layout);
        var entries = Open();
        FirstSchool = entries.Read() ? entries.School.Value : "";
    }

    public TableEntity Row { get; }

    /// <summary>Of a lone response the only one. Empty: the batch has no entries.</summary>
    public string FirstSchool { get; }

    public SheetReader Open() => new(_sheet);
}
