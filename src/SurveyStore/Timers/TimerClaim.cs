using Azure;

using SurveyStore.Tables;

namespace SurveyStore.Timers;

/// <summary>The right to run one occurrence of a timer until its lease ends.</summary>
public sealed class TimerClaim
{
    internal TimerClaim(TableEntity row, ETag etag)
    {
        Row = row;
        ETag = etag;
    }

    internal TableEntity Row { get; }

    internal ETag ETag { get; }
}
