using System.Collections.Concurrent;

namespace Storms.Phones;

/// <summary>What clients were told about one response. Several requests may tell at once.</summary>
internal sealed class ClientOutcome
{
    private readonly ConcurrentQueue<string> _violations = new();
    private int _created;

    /// <summary>Told that these answers are stored: 201 or 200.</summary>
    public bool IsAccepted { get; private set; }

    public bool IsOtherAccepted { get; private set; }

    /// <summary>Told that other answers are stored under the id.</summary>
    public bool IsRefusedForOther { get; private set; }

    public bool IsOtherRefused { get; private set; }

    /// <summary>A request went out whose reply never came, or said that nobody knows.</summary>
    public bool MayBeStored { get; private set; }

    public bool MayOtherBeStored { get; private set; }

    public bool IsWithdrawalSent { get; set; }

    /// <summary>Told that it is withdrawn, as the answer to either.</summary>
    public bool IsWithdrawn { get; private set; }

    public bool IsReplacementSent { get; set; }

    /// <summary>Told that another stands in its place.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>Told that the wave takes no answers.</summary>
    public bool IsTooLate { get; private set; }

    /// <summary>Answers that can never be right, whatever is stored.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    public void Violated(string what) => _violations.Enqueue(what);

    /// <summary>A reply was lost, or said that the store cannot say.</summary>
    public void Unanswered(bool isOther)
    {
        if (isOther)
            MayOtherBeStored = true;
        else
            MayBeStored = true;
    }

    /// <summary>What a submission was answered with.</summary>
    /// <param name="code">Of the problem; null: none.</param>
    /// <returns>False: it has to be sent again.</returns>
    public bool Submitted(int status, string? code, bool isOther)
    {
        switch (status, code)
        {
            case (201 or 200, _):
                if (status == 201 && Interlocked.Increment(ref _created) > 1)
                    Violated("was told twice that this very request stored it");
                if (isOther)
                    IsOtherAccepted = true;
                else
                    IsAccepted = true;
                return true;
            case (409, "id-conflict"):
                if (isOther)
                    IsOtherRefused = true;
                else
                    IsRefusedForOther = true;
                return true;
            case (409, "wave-not-open"):
                IsTooLate = true;
                return true;
            case (410, "response-withdrawn"):
                if (!IsWithdrawalSent)
                    Violated("was told that it is withdrawn, and nobody asked for it");
                IsWithdrawn = true;
                return true;
            case (410, "response-replaced"):
                if (!IsReplacementSent)
                    Violated("was told that it is replaced, and nothing was sent in its place");
                IsReplaced = true;
                return true;
            case (503, _):
                Unanswered(isOther);
                return false;
            default:
                Unanswered(isOther);
                Violated($"a submission was answered {status} {code}");
                return status < 500;
        }
    }

    /// <summary>What a withdrawal was answered with.</summary>
    /// <returns>False: it has to be sent again.</returns>
    public bool WithdrawalAnswered(int status, string? code)
    {
        switch (status, code)
        {
            case (200, _):
                IsWithdrawn = true;
                return true;
            case (409, "wave-not-open"):
                IsTooLate = true;
                return true;
            case (503, _):
                return false;
            default:
                Violated($"a withdrawal was answered {status} {code}");
                return status < 500;
        }
    }
}
