using SurveyEngine.Keys;

namespace SurveyEngine.Intake;

/// <summary>
/// How fast a lane commits: what a newcomer has to expect, and whether an operator should look. Called under the lane's lock.
/// </summary>
internal sealed class LaneThroughput(ResponsesPartition partition, TimeProvider time)
{
    /// <summary>A commit that takes longer is worth a line in the log.</summary>
    public static readonly TimeSpan SlowCommit = TimeSpan.FromSeconds(2);

    /// <summary>So are batches without room left for as long as that: more arrives than one partition takes.</summary>
    public static readonly TimeSpan FullForLong = TimeSpan.FromSeconds(10);

    /// <summary>Between two reports of the same partition.</summary>
    public static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(1);

    private TimeSpan _last;
    private TimeSpan _beforeLast;
    private long? _began;
    private long? _fullSince;
    private long? _reported;
    private int _turnedAway;

    /// <param name="isFull">More waited than one commit takes.</param>
    public void Begin(bool isFull)
    {
        _began = time.GetTimestamp();
        _fullSince = isFull ? _fullSince ?? _began : null;
    }

    public void End()
    {
        if (_began is { } began)
            (_beforeLast, _last, _began) = (_last, time.GetElapsedTime(began), null);
    }

    /// <summary>
    /// Until a change would be in the store that so many batches go before. One slow commit alone tells little of the next, so the
    /// faster of the last two counts; a commit that already takes longer than that is taken to last as long again.
    /// </summary>
    public TimeSpan Expect(int batchesAhead)
    {
        var usual = _last < _beforeLast ? _last : _beforeLast;
        var elapsed = Elapsed;
        var present = elapsed > usual ? elapsed : usual - elapsed;
        return present + ((batchesAhead + 1) * usual);
    }

    public void TurnAway(int changes) => _turnedAway += changes;

    /// <summary>Null: all is well, or it was reported a short while ago.</summary>
    public LaneStrain? Report(int waiting)
    {
        var commit = _began is null ? _last : Elapsed;
        var isFullForLong = _fullSince is { } since && time.GetElapsedTime(since) >= FullForLong;
        if (_turnedAway == 0 && commit < SlowCommit && !isFullForLong)
            return null;
        if (_reported is { } reported && time.GetElapsedTime(reported) < BetweenReports)
            return null;
        var strain = new LaneStrain(partition, waiting, commit, _turnedAway);
        (_reported, _turnedAway) = (time.GetTimestamp(), 0);
        return strain;
    }

    private TimeSpan Elapsed => _began is { } began ? time.GetElapsedTime(began) : TimeSpan.Zero;
}

/// <summary>A partition gets more than its store takes, or its store is slow. For an operator; it tells nothing of any response.</summary>
/// <param name="Waiting">Changes that wait for a commit to begin.</param>
/// <param name="Commit">How long the latest commit took, or the present one has taken so far.</param>
/// <param name="TurnedAway">Changes that were told to come back since the last report of this partition.</param>
public sealed record LaneStrain(ResponsesPartition Partition, int Waiting, TimeSpan Commit, int TurnedAway);
