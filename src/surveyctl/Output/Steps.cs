using Spectre.Console;

namespace Surveyctl.Output;

/// <summary>The steps of a long command.</summary>
internal sealed class Steps
{
    private readonly ProgressContext? _bars;
    private readonly Action<string>? _tell;

    public Steps(ProgressContext bars) => _bars = bars;

    public Steps(Action<string> tell) => _tell = tell;

    /// <param name="text">What is done, as a person reads it.</param>
    /// <param name="total">How many things it is done to; null: unknown, the bar just moves.</param>
    public Step Begin(string text, int? total = null)
    {
        _tell?.Invoke(text);
        var bar = _bars?.AddTask(Markup.Escape(text), autoStart: true, maxValue: Math.Max(total ?? 1, 1));
        if (bar is not null && total is null)
            bar.IsIndeterminate = true;
        return new Step(bar);
    }
}

/// <summary>One step; disposing it fills its bar.</summary>
internal sealed class Step(ProgressTask? bar) : IDisposable
{
    public void Advance(int by = 1) => bar?.Increment(by);

    public void Dispose()
    {
        if (bar is null)
            return;
        bar.IsIndeterminate = false;
        bar.Value = bar.MaxValue;
        bar.StopTask();
    }
}
