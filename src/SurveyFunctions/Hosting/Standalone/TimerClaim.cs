using Azure;

using SurveyStorage;

namespace SurveyFunctions.Hosting.Standalone;

/// <summary>The right to run one occurrence of a timer until its lease ends.</summary>
public sealed class TimerClaim
{
    internal TimerClaim(TableRow row, ETag etag)
    {
        Row = row;
        ETag = etag;
    }

    internal TableRow Row { get; }

    internal ETag ETag { get; }
}
