using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>Counts mean something only together with the layout they were written with.</summary>
internal static class LayoutCheck
{
    /// <exception cref="InvalidDataException">The hashes differ: the row is refused, never misread.</exception>
    public static void Require(TableRow row, string? writtenWith, TallyLayout layout)
    {
        if (writtenWith != layout.Hash)
        {
            throw new InvalidDataException(
                $"Row {row.PartitionKey}/{row.RowKey} was written with layout {writtenWith}, the wave has {layout.Hash}.");
        }
    }
}
