using System.Text;

using SurveyEngine.Intake;

using Surveys.Csv;

namespace Surveyctl.Exporting;

/// <param name="Responses">Lines written.</param>
/// <param name="Withdrawn">Left out: nothing but the fact is left of them.</param>
internal sealed record ExportedResponses(long Responses, long Withdrawn);

/// <summary>
/// The responses of a wave as CSV, one at a time from the store to the writer. Within a partition they come in the order of
/// their ids, which forms make at random, and so not in the order in which they arrived.
/// </summary>
internal sealed class ExportResponses(ITableStore tables)
{
    /// <param name="wave">Which.</param>
    /// <param name="line">Makes the lines, of what the wave asks.</param>
    /// <param name="output">Gets the lines; not flushed.</param>
    /// <param name="advance">Called after each partition.</param>
    /// <exception cref="InvalidDataException">A row does not fit the survey of the wave.</exception>
    public async Task<ExportedResponses> WriteAsync(
        Wave wave, ResponseLine line, TextWriter output, Action advance, CancellationToken cancellationToken)
    {
        var (responses, withdrawn) = (0L, 0L);
        var text = new StringBuilder(CsvText.ByteOrderMark);
        CsvText.AppendLine(text, line.Header);
        await WriteAsync();

        var range = ResponsesKeys.Responses;
        foreach (var partition in wave.Partitions)
        {
            await foreach (var row in tables.QueryAsync(
                StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken))
            {
                if (ResponseRow.IsWithdrawn(row))
                {
                    withdrawn++;
                    continue;
                }
                CsvText.AppendLine(text, line.FieldsOf(row));
                await WriteAsync();
                responses++;
            }
            advance();
        }
        return new ExportedResponses(responses, withdrawn);

        async Task WriteAsync()
        {
            await output.WriteAsync(text, cancellationToken);
            text.Clear();
        }
    }
}
